// The names of laws, made comparable, and the ids made of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/law.h"

namespace lawtrace::ingest {

// "Ausländergesetz, § 3" -> "auslandergesetz-3": a-z, 0-9 and single "-".  Latin letters lose their
// accents, Greek and Cyrillic ones are transliterated, all else is dropped.
std::string Slug(std::string_view text);

// The number as Folded, without blanks; of law of the European Union without the
// institution: "2003/86/EC" -> "2003/86".
std::string NumberKey(const Law& law);

// "286/98" of 1998 -> "286/1998"; a number without its year gets it: "6701" of 2016 -> "6701/2016".
std::string NumberWithYear(const std::string& number, std::optional<int> year);

// What tells a law from others as far as it names itself: its country and type, and its number
// or, without one, its title and year.  Equal for two laws exactly if they are taken for one.
std::string LawKey(const Law& law);

// "dk-act-1199-2018", "eu-directive-2011-98", "gb-equality-act-2010".
std::string LawSlug(const Law& law);

// The CELEX number of a directive or regulation of the European Union, if its number gives it
// without doubt: directives are numbered year first, regulations number first before 2015.
std::string CelexOf(const Law& law);

}  // namespace lawtrace::ingest
