// A real mail server on a loopback port: Debian's exim4, or aiosmtpd where there is none.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "service/channels/mail/mail_sender.h"
#include "tests/ingest/workbook_fixture.h"
#include "tests/service/child_process.h"

namespace lawtrace::service {

class RealMailServer {
 public:
  // Why it does not run; empty if it does.
  const std::string& absence() const { return absence_; }
  bool is_exim() const { return is_exim_; }

  RealMailServer();

  // With user, password and authority.
  MailServer Access() const;
  // The same with TLS from the start.  REQUIRES: is_exim().
  MailServer AccessOverTls() const;
  // The next mail that it delivered, raw; absent after ten seconds without one.
  std::optional<std::string> NextMail();

 private:
  bool StartExim();
  void StartAiosmtpd();

  ingest::TemporaryDirectory directory_;
  std::string folder_;
  std::string absence_;
  std::unique_ptr<ChildProcess> process_;
  std::string port_;
  std::string tls_port_;
  bool is_exim_ = false;
};

}  // namespace lawtrace::service
