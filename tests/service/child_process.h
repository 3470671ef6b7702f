// A program that runs beside a test and is ended with it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace lawtrace::service {

class ChildProcess {
 public:
  // Searches the PATH.  What it prints on standard error is dropped.
  explicit ChildProcess(const std::vector<std::string>& command);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  // One line of its standard output, without the line break; empty when it has ended.
  std::string ReadLine();
  // Writes to its standard input; false when it has gone.
  bool Write(const std::string& text);

 private:
  pid_t process_ = -1;
  int output_ = -1;
  int input_ = -1;
};

// Exit status of the command, run to its end; its output is dropped.
int RunQuietly(const std::vector<std::string>& command);

// A certificate authority of its own in `folder` (ca.pem) and a certificate for 127.0.0.1 and
// localhost by it (server.pem, server.key).  False if there is no openssl.
bool MakeCertificates(const std::string& folder);

// A port that was free a moment ago.
int FreePort();

}  // namespace lawtrace::service
