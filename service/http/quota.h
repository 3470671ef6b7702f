// Quota: how much of something clients may hold at once, each of them and all together.
//
// Thread safety: may be asked concurrently.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace lawtrace::service {

class Quota {
 public:
  // What a client holds; it goes back when the lease ends.
  class Lease {
   public:
    Lease(Lease&& other) noexcept
        : quota_(std::exchange(other.quota_, nullptr)),
          client_(std::move(other.client_)),
          amount_(other.amount_) {}
    Lease& operator=(Lease&& other) noexcept;
    ~Lease() { End(); }

   private:
    friend class Quota;
    Lease(Quota* quota, std::string client, std::size_t amount)
        : quota_(quota), client_(std::move(client)), amount_(amount) {}
    void End();

    Quota* quota_;  // Null: moved from.
    std::string client_;
    std::size_t amount_;
  };

  Quota(std::size_t each, std::size_t all) : each_(each), all_(all) {}

  // Takes so much; absent if the client, or all together, would hold more than they may.  For the
  // empty client, as which a proxy of many counts, only the latter holds.
  // REQUIRES: the quota outlives the lease.
  std::optional<Lease> Take(const std::string& client, std::size_t amount);
  std::size_t held() const;

 private:
  const std::size_t each_;
  const std::size_t all_;
  mutable std::mutex mutex_;
  std::size_t held_ = 0;
  std::unordered_map<std::string, std::size_t> by_client_;  // None holds nothing.
};

}  // namespace lawtrace::service
