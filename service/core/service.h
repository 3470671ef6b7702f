// Service: the store of a running `lawtrace serve`, its current snapshot and its routes.
//
// A family of routes joins by a function `void AddXRoutes(Router& router, Service& service)`.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "model/day.h"
#include "model/index.h"
#include "model/result.h"
#include "service/core/snapshot.h"
#include "service/desk/writer.h"
#include "service/http/router.h"
#include "store/event_log.h"

namespace lawtrace::service {

class Service {
 public:
  using Clock = std::function<Instant()>;

  // Takes the store for writing, makes it if there is none, and reads it.  One that cannot be
  // written to, because its disk is full or fails, is read all the same; see Writer::trouble.
  [[nodiscard]] static Result<std::unique_ptr<Service>> Open(const std::filesystem::path& store,
                                                             Index index, Clock clock);

  const Index& index() const { return index_; }
  const store::EventLog& log() const { return log_; }
  std::shared_ptr<const Snapshot> snapshot() const;
  Writer& writer() { return writer_; }
  Instant Now() const { return clock_(); }
  // What links to this service begin with, "https://host"; empty: they are paths.
  const std::string& public_url() const { return public_url_; }
  // REQUIRES: called before requests are served.
  void SetPublicUrl(std::string url) { public_url_ = std::move(url); }

  // Calls `listener` whenever a new snapshot is in place: streams may have more to say.
  // REQUIRES: called before requests are served.
  void OnPublish(std::function<void()> listener);

 private:
  Service(Index index, store::EventLog log, Clock clock);
  Status Publish();

  const Index index_;
  store::EventLog log_;
  Clock clock_;
  std::string public_url_;
  Writer writer_;
  mutable std::mutex mutex_;  // Guards the pointer only.
  std::shared_ptr<const Snapshot> snapshot_;
  std::vector<std::function<void()>> publish_listeners_;
};

}  // namespace lawtrace::service
