// Handles of libcurl with their open connections, lent to one caller at a time.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <vector>

namespace lawtrace::service {

struct CurlCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCleanup>;

struct CurlListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, CurlListFree>;

// REQUIRES: `text` has no zero byte.
inline void Append(CurlList& list, const char* text) {
  list.reset(curl_slist_append(list.release(), text));
}

class CurlPool {
 public:
  // A handle with default options; its connections are those of its last use.
  CurlHandle Take() {
    const std::scoped_lock lock(mutex_);
    if (idle_.empty()) return CurlHandle(curl_easy_init());
    CurlHandle handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }
  void Return(CurlHandle handle) {
    curl_easy_reset(handle.get());
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(handle));
  }

 private:
  std::mutex mutex_;
  std::vector<CurlHandle> idle_;
};

}  // namespace lawtrace::service
