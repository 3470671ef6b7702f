#include "service/channels/settings.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "model/check.h"
#include "model/nearest.h"
#include "model/quote.h"
#include "service/channels/delivery_config.h"

namespace lawtrace::service {
namespace {

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

std::string VariableOf(const std::string& name) {
  std::string variable = "LAWTRACE_" + name;
  for (char& c : variable)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return variable;
}

Result<Settings::Values> ParseFile(const std::vector<Setting>& known, std::string_view name,
                                   std::string_view text) {
  std::vector<std::string> names;
  for (const Setting& setting : known) names.push_back(setting.name);
  Settings::Values values;
  std::string faults;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::string_view whole = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), whole.size() + 1));
    const std::string_view row = Trimmed(whole);
    if (row.empty() || row.starts_with('#')) continue;
    const std::size_t equals = row.find('=');
    const std::string key(Trimmed(row.substr(0, equals)));
    std::string fault;
    if (equals == std::string_view::npos) {
      fault = Quote(row) + " has no '='; write name = value";
    } else if (std::ranges::find(names, key) == names.end()) {
      fault = Quote(key) + " is no setting" + DidYouMean(key, names);
    } else if (!values.emplace(key, Trimmed(row.substr(equals + 1))).second) {
      fault = Quote(key) + " is given twice; keep one";
    }
    if (!fault.empty())
      faults += (faults.empty() ? "" : "\n") + std::string(name) + ":" + std::to_string(line) +
                ": " + fault;
  }
  if (!faults.empty()) return Fail(ErrorCode::kInvalidInput, faults);
  return values;
}

// Their names with "_" between words, as in a file of settings.
std::vector<Setting> WithDelivery(std::vector<Setting> settings) {
  for (Setting setting : DeliverySettings()) {
    std::ranges::replace(setting.name, '-', '_');
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace

Result<Settings> Settings::Read(const std::vector<Setting>& known, const Values& flags,
                                const Environment& environment, std::string_view file_name,
                                std::string_view file) {
  const Result<Values> in_file = ParseFile(known, file_name, file);
  if (!in_file) return Fail(in_file.error());
  Settings settings;
  for (const Setting& setting : known) {
    std::string& value = settings.values_[setting.name];
    if (const auto flag = flags.find(setting.name); flag != flags.end()) {
      value = flag->second;
    } else if (std::optional<std::string> variable = environment(VariableOf(setting.name))) {
      value = *std::move(variable);
    } else if (const auto line = in_file->find(setting.name); line != in_file->end()) {
      value = line->second;
    } else {
      value = setting.otherwise;
    }
  }
  return settings;
}

const std::string& Settings::Text(std::string_view name) const {
  const auto found = values_.find(name);
  Check(found != values_.end(), "a setting that is not known");
  return found->second;
}

Result<std::uint64_t> Settings::Number(std::string_view name, std::uint64_t least,
                                       std::uint64_t most) const {
  const std::string& text = Text(name);
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc{} && stop == end && number >= least && number <= most) return number;
  return Fail(ErrorCode::kInvalidInput, std::string(name) + ": " + Quote(text) +
                                            " is not a number from " + std::to_string(least) +
                                            " to " + std::to_string(most));
}

std::vector<std::string> Settings::List(std::string_view name) const {
  std::vector<std::string> parts;
  std::string_view rest = Text(name);
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (!Trimmed(part).empty()) parts.emplace_back(Trimmed(part));
  }
  return parts;
}

Result<bool> Settings::Truth(std::string_view name) const {
  const std::string& text = Text(name);
  if (text == "true" || text == "false") return text == "true";
  return Fail(ErrorCode::kInvalidInput,
              std::string(name) + ": '" + text + "' is neither true nor false");
}

const std::vector<Setting>& ServeSettings() {
  static const std::vector<Setting> kSettings = WithDelivery(
      {{"store", "", "Folder of the event log; made if there is none", "DIR"},
       {"index", "", "Folder of the index (default: the one that comes with the program)", "DIR"},
       {"listen", "127.0.0.1:8080", "Address and port to serve at; port 0 is any free one",
        "ADDRESS:PORT"},
       {"metrics_listen", "",
        "Address and port of the metrics; they are served nowhere else (default: none)",
        "ADDRESS:PORT"},
       {"threads", "8", "Threads that answer requests", "COUNT"},
       {"client_threads", "2", "Of these, how many one client may keep busy", "COUNT"},
       {"max_waiting", "1024", "Requests that wait for a thread, an eighth of them of one client",
        "COUNT"},
       {"web", "", "Folder of the page (default: the one that comes with the program)", "DIR"},
       {"max_body", "1048576", "Bytes of the largest request body", "BYTES"},
       {"max_header", "16384", "Bytes of the largest request head", "BYTES"},
       {"request_time", "15", "Seconds within which a request must arrive whole", "SECONDS"},
       {"write_time", "30", "Seconds within which a client must take an answer", "SECONDS"},
       {"question_time", "10", "Seconds that the work on one answer may take", "SECONDS"},
       {"max_answer", "134217728", "Bytes that the work on one answer may write", "BYTES"},
       {"batch_time", "10", "Seconds within which the last question of a batch must begin",
        "SECONDS"},
       {"stop_time", "10", "Seconds that running requests may take after a signal to stop",
        "SECONDS"},
       {"max_connections", "1024", "Connections at once", "COUNT"},
       {"client_connections", "256", "Of these, how many one client may have", "COUNT"},
       {"max_streams", "512", "Event streams at once", "COUNT"},
       {"client_streams", "128", "Of these, how many one client may have", "COUNT"},
       {"max_unsent", "536870912", "Bytes of answers and bodies that are on their way", "BYTES"},
       {"client_unsent", "134217728", "Of these, how many may be one client's", "BYTES"},
       {"rate", "100",
        "Requests a second that one client may make on average, dear ones counted several times; "
        "0: no limit",
        "COUNT"},
       {"burst", "500", "Requests that one client may make at once", "COUNT"},
       {"heartbeat", "15", "Seconds after which a silent event stream says that it is there",
        "SECONDS"},
       {"trusted_proxies", "", "Addresses of proxies whose X-Forwarded-For names the client",
        "ADDRESS,..."},
       {"questions_need_token", "false", "Whether questions need a token, too: true or false",
        "BOOLEAN"},
       {"editors_write_alone", "false",
        "Whether what an editor states needs no second person: true or false", "BOOLEAN"},
       {"log_level", "info", "debug, info, warning, error or off", "LEVEL"}});
  return kSettings;
}

}  // namespace lawtrace::service
