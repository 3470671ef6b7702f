#include "store/internal/head_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "store/sha256.h"

namespace lawtrace::store {
namespace {

constexpr const char* kName = "HEAD";

// A place lies within one sector, which a disk writes whole or not at all, and in a page of its
// own.
constexpr std::size_t kPlaceSize = 512;
constexpr off_t kPlaceDistance = 4096;
constexpr std::string_view kMagic = "lawhead\x01";
constexpr std::size_t kDigestSize = 32;

std::string WhereIs(const std::filesystem::path& directory) {
  return "store " + directory.string() + ": " + kName;
}

Error Unavailable(const std::filesystem::path& directory) {
  return {ErrorCode::kUnavailable,
          WhereIs(directory) + ": " + std::error_code(errno, std::generic_category()).message()};
}

std::string EncodePlace(const Head& head) {
  const std::string bytes = EncodeHead(head);
  std::string place(kMagic);
  place += static_cast<char>(bytes.size() / 256);
  place += static_cast<char>(bytes.size() % 256);
  place += bytes;
  place.resize(kPlaceSize - kDigestSize, '\0');
  return place + Sha256Of(place);
}

std::optional<Head> DecodePlace(std::string_view place) {
  if (place.size() != kPlaceSize || !place.starts_with(kMagic)) return std::nullopt;
  const std::string_view content = place.substr(0, kPlaceSize - kDigestSize);
  if (Sha256Of(content) != place.substr(content.size())) return std::nullopt;
  const std::string_view sized = content.substr(kMagic.size());
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sized[i]); };
  return DecodeHead(sized.substr(2, std::size_t{byte(0)} * 256 + byte(1)));
}

off_t PlaceOf(std::uint64_t write_count) {
  return static_cast<off_t>(write_count % 2) * kPlaceDistance;
}

struct Places {
  std::optional<Head> latest;  // Of the places that say something, what the later one says.
  bool is_blank = true;        // Nothing was ever written.
};

Places ReadPlaces(int file) {
  Places places;
  for (const std::uint64_t i : {0U, 1U}) {
    std::array<char, kPlaceSize> bytes{};
    const ssize_t size = pread(file, bytes.data(), bytes.size(), PlaceOf(i));
    if (size <= 0) continue;
    const std::string_view place(bytes.data(), static_cast<std::size_t>(size));
    places.is_blank = places.is_blank && place.find_first_not_of('\0') == std::string_view::npos;
    std::optional<Head> head = DecodePlace(place);
    if (head && (!places.latest || head->write_count > places.latest->write_count))
      places.latest = std::move(head);
  }
  return places;
}

struct flock WholeFile() {
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

}  // namespace

Error AnotherWriter(const std::filesystem::path& directory) {
  return {ErrorCode::kUnavailable,
          "store " + directory.string() +
              ": another process is writing to it; wait until it has finished, or write through "
              "'lawtrace serve' with --server URL"};
}

Result<std::optional<Head>> HeadFile::Read(const std::filesystem::path& directory) {
  const int file = open((directory / kName).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (file < 0) return Fail(Unavailable(directory));
  // A place that is being written reads as nothing.  Both do only if the writer went on meanwhile.
  constexpr int kAttempts = 3;
  Places places = ReadPlaces(file);
  for (int i = 1; i < kAttempts && !places.latest && !places.is_blank; ++i)
    places = ReadPlaces(file);
  close(file);
  if (places.latest || places.is_blank) return places.latest;
  return Fail(ErrorCode::kCorruption, WhereIs(directory) + ": is damaged");
}

bool HeadFile::HasWriter(const std::filesystem::path& directory) {
  const int file = open((directory / kName).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock = WholeFile();
  const bool is_held = fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(file);
  return is_held;
}

Result<HeadFile> HeadFile::Hold(const std::filesystem::path& directory) {
  const int descriptor =
      open((directory / kName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return Fail(Unavailable(directory));
  HeadFile file(directory, descriptor);
  struct flock lock = WholeFile();
  if (fcntl(descriptor, F_OFD_SETLK, &lock) != 0)
    return Fail(errno == EAGAIN || errno == EACCES ? AnotherWriter(directory)
                                                   : Unavailable(directory));
  // Room for both places, so that a full disk cannot keep the file from saying what was written.
  constexpr off_t kSize = kPlaceDistance + static_cast<off_t>(kPlaceSize);
  struct stat status{};
  if (fstat(descriptor, &status) != 0) return Fail(Unavailable(directory));
  if (status.st_size >= kSize) return file;
  errno = posix_fallocate(descriptor, 0, kSize);
  if (errno != 0 || fchmod(descriptor, S_IRUSR | S_IWUSR) != 0) return Fail(Unavailable(directory));
  return file;
}

HeadFile::HeadFile(std::filesystem::path directory, int file)
    : directory_(std::move(directory)), file_(file) {}

HeadFile::HeadFile(HeadFile&& other) noexcept
    : directory_(std::move(other.directory_)), file_(std::exchange(other.file_, -1)) {}

HeadFile& HeadFile::operator=(HeadFile&& other) noexcept {
  std::swap(directory_, other.directory_);
  std::swap(file_, other.file_);
  return *this;
}

HeadFile::~HeadFile() {
  if (file_ < 0) return;
  fdatasync(file_);  // What is lost with the power is proof, not content.
  close(file_);
}

Status HeadFile::CheckSays(const Head& expected) const {
  struct stat held{};
  struct stat named{};
  const bool is_ours = fstat(file_, &held) == 0 &&
                       stat((directory_ / kName).c_str(), &named) == 0 &&
                       held.st_ino == named.st_ino && held.st_dev == named.st_dev;
  if (is_ours && ReadPlaces(file_).latest == expected) return {};
  return Fail(ErrorCode::kUnavailable,
              WhereIs(directory_) +
                  ": is not as this process left it; another one writes to the store; end one of "
                  "the two and try again");
}

Status HeadFile::Write(const Head& head) {
  const std::string place = EncodePlace(head);
  const ssize_t size = pwrite(file_, place.data(), place.size(), PlaceOf(head.write_count));
  if (size == static_cast<ssize_t>(place.size())) return {};
  if (size >= 0) errno = ENOSPC;
  return Fail(Unavailable(directory_));
}

Status HeadFile::Sync() {
  if (fsync(file_) == 0) return {};
  return Fail(Unavailable(directory_));
}

}  // namespace lawtrace::store
