#include "tests/service/mail_server.h"

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace lawtrace::service {
namespace {

constexpr const char* kExim = "/usr/sbin/exim4";
constexpr int kTries = 100;
constexpr std::chrono::milliseconds kBetweenTries(100);

std::string TextOf(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void ReplaceAll(std::string& text, const std::string& word, const std::string& by) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
    text.replace(at, word.size(), by);
    at += by.size();
  }
}

bool Answers(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool answers = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return answers;
}

}  // namespace

RealMailServer::RealMailServer() : folder_((directory_ / "mta").string()) {
  std::filesystem::create_directory(folder_);
  if (!MakeCertificates(folder_)) {
    absence_ = "skipped: no openssl";
  } else if (!StartExim()) {
    StartAiosmtpd();
  }
}

bool RealMailServer::StartExim() {
  const bool is_root = getuid() == 0;
  const passwd* user = is_root ? getpwnam("Debian-exim") : getpwuid(getuid());
  const group* group = user == nullptr ? nullptr : getgrgid(user->pw_gid);
  if (group == nullptr || !std::filesystem::exists(kExim)) return false;
  const int port = FreePort();
  const int tls_port = FreePort();
  std::string configuration = TextOf(LAWTRACE_SOURCE_DIR "/tests/receivers/exim.conf");
  ReplaceAll(configuration, "FOLDER", folder_);
  ReplaceAll(configuration, "TLSPORT", std::to_string(tls_port));
  ReplaceAll(configuration, "PORT", std::to_string(port));
  ReplaceAll(configuration, "USER", user->pw_name);
  ReplaceAll(configuration, "GROUP", group->gr_name);
  std::ofstream(folder_ + "/exim.conf") << configuration;
  for (const char* name : {"spool", "log", "mail"})
    std::filesystem::create_directory(folder_ + "/" + name);
  // exim4 works as a user of its own, but reads no configuration that this user can change.
  std::filesystem::permissions(
      std::filesystem::path(folder_).parent_path(),
      std::filesystem::perms::others_exec | std::filesystem::perms::others_read,
      std::filesystem::perm_options::add);
  if (is_root)
    for (const char* name : {"spool", "log", "mail", "server.key", "server.pem", ""})
      if (chown((folder_ + "/" + name).c_str(), user->pw_uid, user->pw_gid) != 0) return false;
  process_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{kExim, "-C", folder_ + "/exim.conf", "-bdf", "-q1m"});
  for (int i = 0; i < kTries; ++i, std::this_thread::sleep_for(kBetweenTries))
    if (Answers(port)) {
      port_ = std::to_string(port);
      tls_port_ = std::to_string(tls_port);
      is_exim_ = true;
      return true;
    }
  process_.reset();
  return false;
}

void RealMailServer::StartAiosmtpd() {
  process_ = std::make_unique<ChildProcess>(std::vector<std::string>{
      "/usr/bin/python3", LAWTRACE_SOURCE_DIR "/tests/receivers/mail_server.py", folder_});
  port_ = process_->ReadLine();
  if (port_.empty()) absence_ = "skipped: neither exim4 nor python3-aiosmtpd";
}

MailServer RealMailServer::Access() const {
  return {.url = "smtp://localhost:" + port_,
          .user = "lawtrace",
          .password = "pass word",
          .ca_file = folder_ + "/ca.pem",
          .timeout_seconds = 10};
}

MailServer RealMailServer::AccessOverTls() const {
  MailServer access = Access();
  access.url = "smtps://localhost:" + tls_port_;
  return access;
}

std::optional<std::string> RealMailServer::NextMail() {
  for (int i = 0; i < kTries; ++i, std::this_thread::sleep_for(kBetweenTries)) {
    const std::filesystem::path box = folder_ + "/mail/new";
    if (!std::filesystem::exists(box)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(box)) {
      if (entry.path().extension() == ".part") continue;
      std::string text = TextOf(entry.path());
      std::filesystem::remove(entry.path());
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace lawtrace::service
