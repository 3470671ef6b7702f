#include "tests/service/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "model/check.h"

namespace lawtrace::service {
namespace {

[[noreturn]] void Execute(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  std::array<int, 2> out{};
  std::array<int, 2> in{};
  Check(pipe2(out.data(), O_CLOEXEC) == 0 && pipe2(in.data(), O_CLOEXEC) == 0, "pipes");
  process_ = fork();
  if (process_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    Execute(command);
  }
  close(out[1]);
  close(in[0]);
  output_ = out[0];
  input_ = in[1];
}

ChildProcess::~ChildProcess() {
  close(input_);
  close(output_);
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

std::string ChildProcess::ReadLine() {
  std::string line;
  char c = 0;
  while (read(output_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

bool ChildProcess::Write(const std::string& text) {
  return write(input_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

int RunQuietly(const std::vector<std::string>& command) {
  const pid_t process = fork();
  if (process == 0) {
    const int null = open("/dev/null", O_RDWR);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(null, stream);
    Execute(command);
  }
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool MakeCertificates(const std::string& folder) {
  std::ofstream(folder + "/names.cnf") << "subjectAltName=DNS:localhost,IP:127.0.0.1\n";
  const auto in = [&](const char* name) { return folder + "/" + name; };
  return RunQuietly({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                     "-subj", "/CN=Test CA", "-keyout", in("ca.key"), "-out", in("ca.pem")}) == 0 &&
         RunQuietly({"openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
                     "-keyout", in("server.key"), "-out", in("server.csr")}) == 0 &&
         RunQuietly({"openssl", "x509", "-req", "-in", in("server.csr"), "-CA", in("ca.pem"),
                     "-CAkey", in("ca.key"), "-CAcreateserial", "-days", "2", "-extfile",
                     in("names.cnf"), "-out", in("server.pem")}) == 0;
}

int FreePort() {
  const int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Check(bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind");
  socklen_t size = sizeof address;
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

}  // namespace lawtrace::service
