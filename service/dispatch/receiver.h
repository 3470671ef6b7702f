// Receivers: what two channels have in common, however their addresses are written.
#pragma once

#include <string>
#include <string_view>

#include "model/subscription.h"

namespace lawtrace::service {

// One mailbox, however its address is written: letters of either case, a "+tag" behind the name,
// the domain in Unicode or ASCII (UTS 46), with or without a final dot.  Fit to count and compare
// with, not to send to.
std::string MailboxOf(std::string_view address);

// A domain as names are looked up: in ASCII (UTS 46), in small letters, without a final dot.  What
// is no domain stays as it is, in small letters.
std::string AsciiDomain(std::string_view domain);

// The mailbox, the host with its port, or the file: what strangers may ask only so much of.
std::string ReceiverOf(const Channel& channel);

}  // namespace lawtrace::service
