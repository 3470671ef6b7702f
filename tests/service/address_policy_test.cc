#include "service/channels/webhook/address_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

IpAddress Address(const std::string& text) {
  return ParseNetwork(text).value().address;
}

TEST(AddressPolicyTest, RefusesEveryAddressThatIsNotOnThePublicInternet) {
  const AddressPolicy policy;
  for (const char* text : {"0.0.0.0",
                           "0.1.2.3",
                           "10.0.0.1",
                           "10.255.255.255",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.1.2.3",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.7",
                           "203.0.113.9",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::ffff:10.0.0.1",
                           "::ffff:127.0.0.1",
                           "::ffff:169.254.169.254",
                           "::10.0.0.1",
                           "fe80::1",
                           "fec0::1",
                           "fc00::1",
                           "fd12:3456::1",
                           "ff02::1",
                           "2001:db8::1",
                           "2001::1",
                           "2002:7f00:1::",
                           "2002:a00:1::1",
                           "64:ff9b::7f00:1",
                           "64:ff9b::a9fe:a9fe",
                           "64:ff9b:1::1",
                           "100::1",
                           "3fff::1"})
    EXPECT_FALSE(policy.Allows(Address(text))) << text;
}

TEST(AddressPolicyTest, AllowsPublicAddressesUpToTheBoundsOfWhatIsNot) {
  const AddressPolicy policy;
  for (const char* text :
       {"1.1.1.1",         "9.255.255.255",   "11.0.0.0",        "100.63.255.255",
        "100.128.0.0",     "126.255.255.255", "128.0.0.1",       "169.253.255.255",
        "169.255.0.0",     "172.15.255.255",  "172.32.0.0",      "192.0.1.0",
        "192.167.255.255", "192.169.0.0",     "198.17.255.255",  "198.20.0.0",
        "223.255.255.255", "::ffff:1.1.1.1",  "2606:4700::1111", "2a00:1450::1",
        "2002:101:101::1", "64:ff9b::101:101"})
    EXPECT_TRUE(policy.Allows(Address(text))) << text;
}

TEST(AddressPolicyTest, AllowsWhatTheConfigurationNamesAndNothingBeside) {
  const AddressPolicy policy({ParseNetwork("10.1.0.0/17").value(), ParseNetwork("::1").value()});
  EXPECT_TRUE(policy.Allows(Address("10.1.127.255")));
  EXPECT_FALSE(policy.Allows(Address("10.1.128.0")));
  EXPECT_TRUE(policy.Allows(Address("::ffff:10.1.0.1")));
  EXPECT_TRUE(policy.Allows(Address("::1")));
  EXPECT_FALSE(policy.Allows(Address("::2")));
  EXPECT_FALSE(policy.Allows(Address("127.0.0.1")));
}

TEST(AddressPolicyTest, AWrongNetworkIsRefusedWithTheRemedy) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0/8", "::1/129", "localhost", "10.0.0.0/",
                           "10.0.0.0/-1", "10.0.0.0/8x"}) {
    const Result<Network> network = ParseNetwork(text);
    ASSERT_FALSE(network) << text;
    EXPECT_THAT(network.error().Message(), HasSubstr("write e.g. 10.1.0.0/16"));
  }
  EXPECT_EQ(ToText(Address("::ffff:10.0.0.1")), "10.0.0.1");
  EXPECT_EQ(ToText(Address("2001:DB8::1")), "2001:db8::1");
}

}  // namespace
}  // namespace lawtrace::service
