#include "ingest/internal/national_identifiers.h"

#include <re2/re2.h>

#include <array>
#include <deque>

namespace lawtrace::ingest {
namespace {

struct Form {
  const char* pattern;    // Of the whole, in small letters.
  const char* canonical;  // With \1 and so on for the groups.
};

// Numbers that stand for themselves, also inside the addresses of their databases.
constexpr std::array kNumbers = {
    Form{"boe-([a-z])-([0-9]{4})-([0-9]{1,6})", "boe-\\1-\\2-\\3"},             // Spain.
    Form{"((?:legi|jorf|ceta|juri|cons)(?:text|arti)[0-9]{12})", "\\1"},        // France.
    Form{"(bwb[rvw][0-9]{7}|cvdr[0-9]{4,7})", "\\1"},                           // Netherlands.
    Form{"(stb|stcrt|trb)-([0-9]{4})-([0-9]{1,6})", "\\1-\\2-\\3"},             // Likewise.
    Form{"(lov|for)-([0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,5})?)", "\\1-\\2"},  // Norway.
    Form{"(w[dm][up][0-9]{11})[a-z]?", "\\1"},                                  // Poland.
    Form{"(bjnr[0-9]{9})", "\\1"},                                              // Germany.
    Form{"(nor[0-9]{8}|bgbla?_[0-9]{4}_(?:i|ii|iii)_[0-9]{1,4})", "\\1"},       // Austria.
    Form{"([fc][0-9]{4}[a-z][0-9]{5})", "\\1"},                                 // Australia.
    Form{"([0-9]{3}[a-z]{2}[0-9]{10})", "\\1"},                                 // Japan.
    Form{"((?:zako|ured|prav|odlo|ustp|akt_)[0-9]{2,6})", "\\1"},               // Slovenia.
    Form{"(tais\\.[0-9]{4,7}|[0-9]{7}[a-z]{4}[0-9a-z-]{4,20})", "\\1"},         // Lithuania.
};

// As laws cite each other; the gazette or the collection is named.
constexpr std::array kCitations = {
    Form{"([a-z]{4}[0-9]{7}[a-z])", "nor \\1"},              // France.
    Form{"(?:numac:? ?)?((?:19|20)[0-9]{8})", "numac \\1"},  // Belgium.
    Form{"sfs ?([0-9]{4}): ?([0-9]{1,4})", "sfs \\1:\\2"},   // Sweden.
    Form{"(?:wdu|dz\\. ?u\\.|dziennik ustaw),? ?(?:z )?([0-9]{4}) ?(?:r\\.?)?,? ?"
         "(?:nr ([0-9]{1,3}),? ?)?poz\\.? ?([0-9]{1,5})",
         "dz.u. \\1 \\2 \\3"},                             // Poland.
    Form{"du/([0-9]{4})/([0-9]{1,5})", "dz.u. \\1  \\2"},  // Likewise.
    // Germany, and Austria, where the year follows the number.
    Form{"bgbl\\.? ?(?:([0-9]{4}) )?(i{1,3}) (?:([0-9]{4}) )?(?:s\\.?|seite) ?([0-9]{1,5})",
         "bgbl \\1\\3 \\2 s \\4"},
    Form{"bgbl\\.? ?([0-9]{4}) (i{1,3}),? (?:nr\\.?|no\\.?) ?([0-9]{1,4}[a-z]?)",
         "bgbl \\1 \\2 nr \\3"},
    Form{"bgbl\\.? ?(i{1,3})? ?(?:nr\\.?|no\\.?)? ?([0-9]{1,4})/([0-9]{4})", "bgbl \\1 \\2/\\3"},
    Form{"lgbl\\.? ?([0-9]{4})(?: nr\\.? ?|[./])([0-9]{1,4})", "lgbl \\1 \\2"},  // Liechtenstein.
    Form{"(?:sr|rs) ([0-9]{1,3}(?:\\.[0-9]{1,4}){0,5})", "sr \\1"},              // Switzerland.
    Form{"(?:as|ro|ru) ([0-9]{4}) ([0-9]{1,5})", "as \\1 \\2"},                  // Likewise.
    Form{"(?:sdk|sads|suomen saadoskokoelma|finlex) ?([0-9]{1,4})/([0-9]{4})", "sdk \\1/\\2"},
    Form{"(lov|lbk|bek|cir|vej|skr|lta|ltb|ltc) (?:nr\\.?|no\\.?) ?([0-9]{1,5}) af "
         "([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})",
         "\\1 \\2 af \\3 \\4 \\5"},                                                   // Denmark.
    Form{"([abc][0-9]{11})", "accn \\1"},                                             // Likewise.
    Form{"([0-9]{1,4})/([0-9]{4}) sb\\.?", "sb \\1/\\2"},                             // Czechia.
    Form{"([0-9]{1,4})/([0-9]{4}) z\\. ?z\\.?", "zz \\1/\\2"},                        // Slovakia.
    Form{"([0-9]{4})\\. evi ([ivxlcdm]{1,9})\\.? (?:torveny|tv\\.?)", "tv \\1 \\2"},  // Hungary.
    Form{"([0-9]{4})-([0-9]{1,4})-([0-9a-z]{2})-([0-9a-z]{2})", "njt \\1-\\2-\\3-\\4"},
    Form{"(?:nn|narodne novine)(?: br\\.?)?,? ?([0-9]{1,4})/([0-9]{2,4})",
         "nn \\1/\\2"},                                                             // Croatia.
    Form{"(?:dv|дв)(?:,? (?:br|бр)\\.?)? ?([0-9]{1,3})/([0-9]{4})", "dv \\1/\\2"},  // Bulgaria.
    Form{"(?:fek|φεκ) ?([a-zα-ω])'? ?([0-9]{1,4})/([0-9]{4}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4})",
         "fek \\1 \\2/\\3"},  // Greece.
    Form{"(?:fek|φεκ) ?([0-9]{1,4})/([a-zα-ω])'?/([0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4})",
         "fek \\2 \\1/\\3"},
    Form{"rt (i{1,3}),? ([0-9]{4}),? ([0-9]{1,3}),? ([0-9]{1,4})",
         "rt \\1 \\2 \\3 \\4"},  // Estonia.
    Form{"rt (i{1,3}),? ([0-9]{2}\\.[0-9]{2}\\.[0-9]{4}),? ([0-9]{1,4})", "rt \\1 \\2 \\3"},
    Form{"(?:tar,? )?([0-9]{4})-([0-9]{5})", "tar \\1-\\2"},  // Lithuania.
    Form{"(?:uradni list rs|ur\\. ?l\\. ?rs),? (?:st\\. ?)?([0-9]{1,3})/([0-9]{2,4})",
         "ulrs \\1/\\2"},
    Form{"([0-9]{4}-[0-9]{2}-[0-9]{4})", "sop \\1"},  // Slovenia.
    Form{"(?:monitorul oficial|m\\. ?of\\.)(?: nr\\.?)? ?([0-9]{1,4})(?:/| din )([0-9./]{4,10})",
         "mof \\1 \\2"},                            // Romania.
    Form{"([0-9]{2,3}[a-z][0-9]{4,5})", "gu \\1"},  // Italy.
    Form{"cap\\.? ([0-9]{1,3})", "cap \\1"},        // Malta.
    Form{"(?:s\\.?l\\.?) ([0-9]{1,3}\\.[0-9]{1,3})", "sl \\1"},
    Form{"(?:l\\.?n\\.?|legal notice) ([0-9]{1,4}) of ([0-9]{4})", "ln \\1/\\2"},
    Form{"no\\.? ?([0-9]{1,4}) of ([0-9]{4})", "no \\1 of \\2"},  // Ireland.
    Form{"s\\.?i\\.? no\\.? ?([0-9]{1,4})(?:/| of )([0-9]{4})", "si \\1/\\2"},
    Form{"pub(?:lic|\\.)? ?l(?:aw|\\.)? ?(?:no\\.? ?)?([0-9]{2,3})-([0-9]{1,4})", "pub l \\1-\\2"},
    Form{"([0-9]{1,2}) ?u\\.?s\\.?c\\.?(?: ?§+)? ?([0-9]{1,5}[a-z]{0,2})", "\\1 usc \\2"},
    Form{"([0-9]{1,2}) ?c\\.?f\\.?r\\.?(?: ?§+)? ?([0-9]{1,4}(?:\\.[0-9]{1,4})?)", "\\1 cfr \\2"},
    Form{"([0-9]{1,3}) ?(?:fr|fed\\. reg\\.) ?([0-9]{1,6})", "\\1 fr \\2"},
    Form{"(sor|si|tr)/([0-9]{2,4})-([0-9]{1,4})", "\\1/\\2-\\3"},  // Canada.
    Form{"([rs])\\.?s?\\.?c\\.?,? ([0-9]{4}),? ?c\\. ?([a-z0-9.-]{1,8})", "\\1c \\2 c \\3"},
    Form{"([0-9]{1,5}-[0-9]{2}|[0-9]{1,5}-[ivx]{1,5})", "rada \\1"},  // Ukraine.
    Form{"(0001[0-9]{12})", "pravo \\1"},                             // Russia.
};

// Where states publish their laws under addresses that hold none of these numbers.
constexpr const char* kHosts =
    "(?:[a-z0-9-]+\\.)*(?:boe\\.es|legifrance\\.gouv\\.fr|overheid\\.nl|officielebekendmakingen\\."
    "nl|"
    "lovdata\\.no|gov\\.pl|gesetze-im-internet\\.de|recht\\.bund\\.de|bgbl\\.de|bka\\.gv\\.at|"
    "legislation\\.gov\\.au|e-gov\\.go\\.jp|pisrs\\.si|e-tar\\.lt|lrs\\.lt|ejustice\\.just\\."
    "fgov\\.be|"
    "riksdagen\\.se|rkrattsbaser\\.gov\\.se|svenskforfattningssamling\\.se|fedlex\\.admin\\.ch|"
    "admin\\.ch|gesetze\\.li|finlex\\.fi|retsinformation\\.dk|e-sbirka\\.cz|zakonyprolidi\\.cz|"
    "slov-lex\\.sk|njt\\.hu|narodne-novine\\.nn\\.hr|parliament\\.bg|et\\.gr|cylaw\\.org|"
    "riigiteataja\\.ee|likumi\\.lv|vestnesis\\.lv|just\\.ro|normattiva\\.it|gazzettaufficiale\\.it|"
    "legislation\\.mt|irishstatutebook\\.ie|legislation\\.gov\\.uk|legilux\\.public\\.lu|dre\\.pt|"
    "diariodarepublica\\.pt|althingi\\.is|stjornartidindi\\.is|congress\\.gov|govinfo\\.gov|"
    "federalregister\\.gov|ecfr\\.gov|justice\\.gc\\.ca|parl\\.ca|legislation\\.govt\\.nz|law\\."
    "go\\.kr|"
    "rada\\.gov\\.ua|pravo\\.gov\\.ru|mevzuat\\.gov\\.tr|resmigazete\\.gov\\.tr|"
    "pravno-informacioni-sistem\\.rs|qbz\\.gov\\.al|slvesnik\\.com\\.mk|legis\\.md|npc\\.gov\\.cn|"
    "planalto\\.gov\\.br|senado\\.leg\\.br|normas\\.leg\\.br|infoleg\\.gob\\.ar|bcn\\.cl|"
    "leychile\\.cl|dof\\.gob\\.mx|indiacode\\.nic\\.in|peraturan\\.go\\.id|moj\\.gov\\.ae|"
    "boe\\.gov\\.sa|lob\\.gov\\.jo|knesset\\.gov\\.il|gov\\.za|europa\\.eu)";

struct Compiled {
  explicit Compiled(const std::string& pattern, const char* to) : regexp(pattern), canonical(to) {}
  RE2 regexp;
  const char* canonical;
};
using Forms = std::deque<Compiled>;  // RE2 cannot be moved.

std::optional<std::string> Rewritten(const Forms& forms, const std::string& text) {
  for (const Compiled& form : forms) {
    std::string canonical;
    if (RE2::Extract(text, form.regexp, form.canonical, &canonical)) return canonical;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> CanonicalNationalIdentifier(std::string_view text) {
  static const Forms kWhole = [] {
    Forms forms;
    for (const Form& form : kNumbers)
      forms.emplace_back("^(?:" + std::string(form.pattern) + ")$", form.canonical);
    for (const Form& form : kCitations)
      forms.emplace_back("^(?:" + std::string(form.pattern) + ")$", form.canonical);
    return forms;
  }();
  static const Forms kInAddresses = [] {
    Forms forms;
    for (const Form& form : kNumbers)
      forms.emplace_back("[/=?](?:" + std::string(form.pattern) + ")(?:$|[/?&#.])", form.canonical);
    return forms;
  }();
  static const RE2 address("(?:https?://)?(?:www\\.)?(" + std::string(kHosts) +
                           "/[^\\s]*[^\\s/])/?");
  const std::string whole(text);
  if (auto canonical = Rewritten(kWhole, whole)) return canonical;
  std::string place;
  if (!RE2::FullMatch(whole, address, &place)) return std::nullopt;
  if (auto canonical = Rewritten(kInAddresses, "/" + place)) return canonical;
  return place;
}

}  // namespace lawtrace::ingest
