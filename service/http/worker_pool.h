// WorkerPool: threads that answer requests, apart from those that hold the sockets.  Clients take
// turns, and none has more than its share of the threads, however much it asks.
//
// Thread safety: every method may run concurrently.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace lawtrace::service {

struct WorkerLimits {
  unsigned threads = 8;
  unsigned threads_of_client = 2;       // That one client may keep busy.
  std::size_t waiting_of_client = 128;  // Jobs of one client that wait for a thread.
  std::size_t waiting = 1024;           // Of all clients.
};

class WorkerPool {
 public:
  using Job = std::function<void()>;

  explicit WorkerPool(const WorkerLimits& limits);
  ~WorkerPool() { Stop(); }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs the job on a thread, after the client's earlier ones have begun; false if too many wait.
  bool Submit(const std::string& client, Job job);
  // As Submit, whatever waits: for work that something else bounds.
  void SubmitAlways(const std::string& client, Job job);

  // Returns when the jobs that run have ended; what waits is dropped, what comes is refused.
  // REQUIRES: no job calls it.
  void Stop();

  std::size_t waiting_count() const;

 private:
  struct Client {
    std::deque<Job> waiting;
    unsigned running = 0;
    bool is_ready = false;  // It is in ready_.
  };

  void Put(const std::string& client, Job job);  // Under the lock.
  // Puts the client among those whose turn comes, if it has work and a thread to spare.
  void Ready(const std::string& name, Client& client);
  void Work();

  const WorkerLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool is_stopping_ = false;
  std::size_t waiting_ = 0;
  std::unordered_map<std::string, Client> clients_;
  std::deque<std::string> ready_;
  std::vector<std::jthread> threads_;  // Last: they end before what they use.
};

}  // namespace lawtrace::service
