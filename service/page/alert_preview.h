// What a filter would have sent lately.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "alerts/notice.h"
#include "model/day.h"
#include "model/result.h"
#include "model/sequence.h"
#include "report/render/html_writer.h"
#include "service/core/service.h"

namespace lawtrace::service {

// Thread safety: may be used concurrently.
class AlertPreview {
 public:
  // REQUIRES: the service outlives it.
  explicit AlertPreview(const Service& service) : service_(service) {}

  // The filter in words of its own, and the changes of the year before today or, where nothing at
  // all was recorded then, of the year before the log's last item.
  void Write(const std::string& filter_text, report::HtmlWriter& html) const;

 private:
  using Notices = std::vector<alerts::Notice>;

  struct Recent {
    Day since{0};
    Day asked_on{0};
    Sequence position;
    std::shared_ptr<const Notices> notices;  // Null: none were found yet.
  };

  [[nodiscard]] Result<Recent> Find() const;

  const Service& service_;
  mutable std::mutex mutex_;  // Guards what follows.
  mutable Recent recent_;
};

}  // namespace lawtrace::service
