#include "service/http/worker_pool.h"

#include <utility>

namespace lawtrace::service {

WorkerPool::WorkerPool(const WorkerLimits& limits) : limits_(limits) {
  for (unsigned i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { Work(); });
}

void WorkerPool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  threads_.clear();                                 // Joins them.
  std::unordered_map<std::string, Client> dropped;  // Freed behind the lock.
  const std::lock_guard lock(mutex_);
  dropped.swap(clients_);
  ready_.clear();
  waiting_ = 0;
}

bool WorkerPool::Submit(const std::string& client, Job job) {
  {
    const std::lock_guard lock(mutex_);
    const auto known = clients_.find(client);
    const std::size_t own = known == clients_.end() ? 0 : known->second.waiting.size();
    if (is_stopping_ || waiting_ >= limits_.waiting || own >= limits_.waiting_of_client)
      return false;
    Put(client, std::move(job));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::SubmitAlways(const std::string& client, Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_) return;
    Put(client, std::move(job));
  }
  wake_.notify_one();
}

void WorkerPool::Put(const std::string& client, Job job) {
  Client& of = clients_[client];
  of.waiting.push_back(std::move(job));
  ++waiting_;
  Ready(client, of);
}

void WorkerPool::Ready(const std::string& name, Client& client) {
  if (client.is_ready || client.waiting.empty() || client.running >= limits_.threads_of_client)
    return;
  client.is_ready = true;
  ready_.push_back(name);
}

void WorkerPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return is_stopping_ || !ready_.empty(); });
    if (is_stopping_) return;
    const std::string name = std::move(ready_.front());
    ready_.pop_front();
    Client& client = clients_[name];  // References into the map hold while others come and go.
    client.is_ready = false;
    Job job = std::move(client.waiting.front());
    client.waiting.pop_front();
    --waiting_;
    ++client.running;
    Ready(name, client);
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --client.running;
    Ready(name, client);
    if (client.waiting.empty() && client.running == 0) clients_.erase(name);
  }
}

std::size_t WorkerPool::waiting_count() const {
  const std::lock_guard lock(mutex_);
  return waiting_;
}

}  // namespace lawtrace::service
