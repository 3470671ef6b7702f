// Messages as people read them: Mustache templates in folders by language, filled from a message.
// Names that a template may use, and the files of a folder: docs/channels.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/message.h"
#include "model/result.h"
#include "model/subscription.h"
#include "report/messages/message_json.h"
#include "report/messages/message_words.h"

namespace lawtrace::report {

struct TemplateFile {
  std::string language;  // Folder: "en".
  std::string name;      // File: "alert.html".
  std::string place;     // Path, for faults.
  std::string text;
};

struct RenderedMessage {
  std::string subject;  // One line.
  std::string text;
  std::string html;
};

class MessageTemplates {
 public:
  // Of two files with the same language and name the later counts.
  //
  // kInvalidInput, one line per fault, each with file and line: a tag that is not closed, a name
  // that messages do not have, a partial that is not there or contains itself, changed delimiters,
  // a file that is missing, faults of the words.
  [[nodiscard]] static Result<MessageTemplates> Parse(std::vector<TemplateFile> files);

  std::vector<std::string> languages() const;  // Ascending.

  // In the message's language; in English, or else the first there is, where that has no folder.
  // `subscriptions` are those that the message serves; the first one's token is in its links.
  // In HTML everything from the message is escaped.
  RenderedMessage Render(const alerts::Message& message,
                         const std::vector<Subscription>& subscriptions,
                         const MessageLinks& links) const;
  // One notice by the templates notice.html, for feeds and pages.
  std::string RenderNotice(const alerts::Notice& notice, const std::string& language,
                           const MessageLinks& links) const;
  // Its subject, as of an alert that tells only this.
  std::string RenderSubject(const alerts::Notice& notice, const std::string& language,
                            const MessageLinks& links) const;

 private:
  struct Language {
    MessageWords words;
    std::map<std::string, std::string, std::less<>> templates;  // By file name.
  };

  const Language& LanguageOf(std::string_view language) const;

  std::map<std::string, Language, std::less<>> languages_;
};

}  // namespace lawtrace::report
