#include "cli/scenario_question.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "ingest/record_reader.h"
#include "ingest/scenario_format.h"
#include "model/fingerprint.h"
#include "report/question/scenario_answer.h"

namespace lawtrace::cli {
namespace {

using analysis::Archive;

void AddFault(const std::string& line, std::string& faults) {
  faults += (faults.empty() ? "" : "\n") + line;
}

struct NamedText {
  std::string name;
  std::string text;
};

Result<std::vector<NamedText>> ReadTexts(const std::vector<std::string>& files) {
  std::vector<NamedText> texts;
  for (const std::string& file : files) {
    if (file == "-") {
      texts.push_back({.name = "standard input", .text = {std::istreambuf_iterator(std::cin), {}}});
      continue;
    }
    Result<std::string> text = ingest::ReadText(file);
    if (!text) return Fail(text.error());
    texts.push_back({.name = file, .text = *std::move(text)});
  }
  return texts;
}

Result<std::vector<ScenarioLayer>> ParseLayers(const std::vector<NamedText>& texts,
                                               const Question& question) {
  std::vector<ScenarioLayer> layers;
  std::string faults;
  for (const NamedText& text : texts) {
    if (ingest::IsSavedScenario(text.text)) {
      AddFault(text.name + ": is a saved scenario; 'lawtrace scenario run' it alone", faults);
      continue;
    }
    Result<ScenarioLayer> layer = ingest::ParseScenarioChanges(
        text.name, text.text, question.index, question.archive.methodology(), question.today);
    if (layer) layers.push_back(*std::move(layer));
    if (!layer) AddFault(layer.error().Message(), faults);
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return layers;
}

// The proposals of the log, corrections of proposals included, and what replaced each event.
struct Proposals {
  std::map<Sequence, Event> events;
  std::map<Sequence, Sequence> superseded_by;
};

Result<Proposals> ReadProposals(const store::EventLog& log) {
  Proposals proposals;
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    for (const Event& event : transaction.events) {
      if (event.supersedes) proposals.superseded_by.emplace(*event.supersedes, event.sequence);
      const bool is_proposal = event.kind == EventKind::kProposal ||
                               (event.kind == EventKind::kCorrection && event.supersedes &&
                                proposals.events.contains(*event.supersedes));
      if (is_proposal) proposals.events.emplace(event.sequence, event);
    }
    return {};
  });
  if (!read) return Fail(read.error());
  return proposals;
}

// A layer of one change from "4711" or "4711@2027-01-01".
Result<ScenarioLayer> LayerOf(const std::string& text, const Proposals& proposals, Sequence known) {
  const std::size_t at = text.find('@');
  const Result<Sequence> sequence = report::ParseEventNumber(text.substr(0, at));
  if (!sequence) return Fail(sequence.error());
  const std::string name = "proposal " + sequence->ToString();
  const auto found = proposals.events.find(*sequence);
  if (found == proposals.events.end() || *sequence > known)
    return Fail(ErrorCode::kInvalidInput,
                "event " + sequence->ToString() + " is no proposal that the log knows" +
                    (found == proposals.events.end() ? "" : " by then") + "; 'lawtrace show " +
                    sequence->ToString() + "' tells what it is");
  const auto replaced = proposals.superseded_by.find(*sequence);
  if (replaced != proposals.superseded_by.end() && replaced->second <= known)
    return Fail(ErrorCode::kInvalidInput, name + " was superseded by event " +
                                              replaced->second.ToString() +
                                              "; use that if it still is a proposal");
  const Event& event = found->second;
  std::optional<PartialDate> effective = event.effective;
  if (at != std::string::npos) {
    const Result<PartialDate> stated = PartialDate::Parse(text.substr(at + 1));
    if (!stated) return Fail(Error(stated.error()).WithContext(name));
    effective = *stated;
  }
  if (!effective || !event.answer)
    return Fail(ErrorCode::kInvalidInput, name + " does not say when it takes effect; write " +
                                              sequence->ToString() + "@YYYY-MM-DD");
  std::string laws;
  for (const LawReference& reference : event.laws)
    laws += (laws.empty() ? "" : ";") + reference.law;
  return ScenarioLayer{.name = name,
                       .changes = {{.country = event.country,
                                    .indicator = event.indicator,
                                    .answer = *event.answer,
                                    .effective = *effective,
                                    .law = std::move(laws),
                                    .comment = event.evidence.comment,
                                    .place = name}}};
}

Result<std::vector<ScenarioLayer>> LayersOf(const std::vector<std::string>& texts,
                                            const store::EventLog& log, Sequence known) {
  std::vector<ScenarioLayer> layers;
  if (texts.empty()) return layers;
  const Result<Proposals> proposals = ReadProposals(log);
  if (!proposals) return Fail(proposals.error());
  std::string faults;
  for (const std::string& text : texts) {
    Result<ScenarioLayer> layer = LayerOf(text, *proposals, known);
    if (layer) layers.push_back(*std::move(layer));
    if (!layer) AddFault("--proposal: " + layer.error().Message(), faults);
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return layers;
}

// The scenario that the options describe, with nothing left to the clock or to the defaults.
Result<Scenario> ScenarioOf(const ScenarioOptions& options, const Question& question,
                            const std::vector<NamedText>& texts) {
  if (texts.empty() && options.proposals.empty())
    return Fail(ErrorCode::kInvalidInput,
                "no scenario is named; give a file of changes or --proposal NUMBER");
  Result<std::vector<ScenarioLayer>> layers = ParseLayers(texts, question);
  if (!layers) return Fail(layers.error());
  Result<std::vector<ScenarioLayer>> proposals =
      LayersOf(options.proposals, question.session.log(), question.moment.as_of.known);
  if (!proposals) return Fail(proposals.error());
  std::ranges::move(*proposals, std::back_inserter(*layers));
  const Result<std::vector<NamedText>> other = ReadTexts(options.against);
  if (!other) return Fail(Error(other.error()).WithContext("--against"));
  Result<std::vector<ScenarioLayer>> against = ParseLayers(*other, question);
  if (!against) return Fail(Error(against.error()).WithContext("--against"));
  return report::ComposeScenario(question, *std::move(layers), *std::move(against),
                                 options.on_conflict);
}

// The options that a saved scenario answers itself.
std::string NamedBeside(const ScenarioOptions& options) {
  const QuestionOptions& question = options.question;
  const std::vector<std::pair<const char*, bool>> given = {
      {"--country", !question.countries.empty()},
      {"--group", !question.groups.empty()},
      {"--node", !question.nodes.empty()},
      {"--at", !question.at.empty()},
      {"--known-at", !question.known_at.empty()},
      {"--methodology", !question.methodology.empty()},
      {"--proposal", !options.proposals.empty()},
      {"--against", !options.against.empty()},
      {"--on-conflict", !options.on_conflict.empty()}};
  for (const auto& [name, is_given] : given)
    if (is_given) return name;
  return {};
}

// Why the store or the index is not the one that the scenario was saved on; empty if it is.
std::string PinFault(const SavedScenario& saved, const Session& session, const Archive& archive) {
  const Methodology& methodology = archive.methodology();
  if (session.index().id != saved.index)
    return "was saved on index " + saved.index + ", not " + session.index().id +
           "; name that one with --index";
  if (methodology.version != saved.methodology_version ||
      FingerprintOf(methodology) != saved.fingerprint)
    return "was saved under " + saved.methodology + " version " + saved.methodology_version +
           " (fingerprint " + saved.fingerprint + "), but the index holds version " +
           methodology.version + " (" + FingerprintOf(methodology) +
           "), so its figures would not be the same; name the index that it was saved on with "
           "--index";
  const Sequence position = saved.scenario.position;
  if (position == Sequence{} || position > archive.last())
    return "was saved at log position " + position.ToString() + ", but this store ends at " +
           archive.last().ToString() + "; name the store that it was saved on with --store";
  if (archive.RecordedAt(position) != saved.recorded_at)
    return "was saved on another log: its item " + position.ToString() + " was recorded at " +
           saved.recorded_at.ToString() + ", the one of this store at " +
           archive.RecordedAt(position).ToString() +
           "; name the store that it was saved on with --store";
  return {};
}

Result<AskedScenario> OpenSaved(const NamedText& file, const ScenarioOptions& options) {
  if (const std::string beside = NamedBeside(options); !beside.empty())
    return Fail(ErrorCode::kInvalidInput, file.name + ": is a saved scenario and answers " +
                                              beside + " itself; leave that out");
  Result<SavedScenario> saved = ingest::ParseSavedScenario(file.name, file.text);
  if (!saved) return Fail(saved.error());
  Result<Session> session = Session::Open(options.question.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Methodology* methodology = session->index().FindMethodology(saved->methodology);
  if (methodology == nullptr)
    return Fail(ErrorCode::kInvalidInput,
                file.name + ": was saved under methodology " + saved->methodology +
                    ", which the index " + session->index().id +
                    " lacks; name the index that it was saved on with --index");
  Result<Archive> archive = session->ReadArchive(*methodology);
  if (!archive) return Fail(archive.error());
  if (const std::string fault = PinFault(*saved, *session, *archive); !fault.empty())
    return Fail(ErrorCode::kInvalidInput, file.name + ": " + fault);
  return AskedScenario{.session = *std::move(session),
                       .archive = std::make_unique<const Archive>(*std::move(archive)),
                       .scenario = std::move(saved->scenario)};
}

Result<AskedScenario> Compose(const std::vector<NamedText>& texts, const ScenarioOptions& options) {
  Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  Result<Scenario> scenario = ScenarioOf(options, *question, texts);
  if (!scenario) return Fail(scenario.error());
  return AskedScenario{.session = std::move(question->session),
                       .archive = std::move(question->kept),
                       .scenario = *std::move(scenario)};
}

}  // namespace

Result<AskedScenario> ComposeScenario(const ScenarioOptions& options) {
  const Result<std::vector<NamedText>> texts = ReadTexts(options.files);
  if (!texts) return Fail(texts.error());
  return Compose(*texts, options);
}

Result<AskedScenario> AskForScenario(const ScenarioOptions& options) {
  const Result<std::vector<NamedText>> texts = ReadTexts(options.files);
  if (!texts) return Fail(texts.error());
  if (texts->size() == 1 && ingest::IsSavedScenario(texts->front().text))
    return OpenSaved(texts->front(), options);
  return Compose(*texts, options);
}

}  // namespace lawtrace::cli
