#include "service/channels/file/file_sender.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

namespace lawtrace::service {
namespace {

constexpr mode_t kOwnerOnly = 0600;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

// Whether all of it was written; errno tells why not.
bool WriteWhole(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

DeliveryOutcome RetryAs(std::string_view what) {
  const int fault = errno;
  return DeliveryOutcome::Retry(std::string(what) + ": " + std::generic_category().message(fault));
}

// The half line that a crash left at the end is closed, so that the next one is whole.
bool EndsInHalfLine(int descriptor, off_t size) {
  char last = '\n';
  return size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

DeliveryOutcome AppendLine(const std::filesystem::path& file, std::string_view line) {
  static std::mutex mutex;
  if (line.find('\n') != std::string_view::npos)
    return DeliveryOutcome::Rejected("the line holds a line break");
  std::string text(line);
  text += '\n';
  const std::scoped_lock lock(mutex);
  if (file == "-")
    return WriteWhole(STDOUT_FILENO, text) ? DeliveryOutcome::Delivered()
                                           : RetryAs("standard output");
  const Descriptor descriptor(
      open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kOwnerOnly));
  if (descriptor.number() < 0 && errno == ELOOP)
    return DeliveryOutcome::Rejected(file.string() + " is a link; name the file itself");
  if (descriptor.number() < 0 || flock(descriptor.number(), LOCK_EX) != 0)
    return RetryAs(file.string());
  struct stat before{};
  if (fstat(descriptor.number(), &before) != 0) return RetryAs(file.string());
  if (EndsInHalfLine(descriptor.number(), before.st_size)) text.insert(0, 1, '\n');
  if (WriteWhole(descriptor.number(), text) &&
      (!S_ISREG(before.st_mode) || fsync(descriptor.number()) == 0))
    return DeliveryOutcome::Delivered();
  DeliveryOutcome outcome = RetryAs(file.string());
  if (S_ISREG(before.st_mode) && ftruncate(descriptor.number(), before.st_size) != 0)
    outcome.reason += "; half a line stays behind";
  return outcome;
}

}  // namespace lawtrace::service
