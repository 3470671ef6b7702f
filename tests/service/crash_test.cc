// The dispatcher dies at every step between recording and delivery.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tests/service/dispatch_world.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::service {
namespace {

// Lines by message id; a failed expectation if a message says two different things.
std::map<std::string, std::string> Received(const std::filesystem::path& file) {
  std::map<std::string, std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const auto [place, is_new] = lines.try_emplace(line.substr(0, line.find(' ')), line);
    EXPECT_EQ(place->second, line) << "the same id, another content";
  }
  return lines;
}

class CrashTest : public testing::Test {
 protected:
  // Announcements, amendments, a correction; immediate and digest subscriptions.
  void Prepare() const {
    const Index index = WorldIndex();
    store::EventLog log = store::OpenOrDie(temp_ / "store", store::Access::kCreate);
    RecordCodings(log);
    Enrolment enrolment(log);
    const Instant then = At("2021-01-01");
    for (const auto& [to, where, cadence] :
         std::vector<std::tuple<std::string, std::string, Cadence>>{
             {"-", "country PT", {}},
             {"-", "group EU", {}},
             {"mail:ana@example.org", "country PT", Daily()},
             {"mail:ana@example.org", "country ES", Daily()}}) {
      const auto made = enrolment.Enrol(WishOf(index, to, where, cadence), then);
      ASSERT_TRUE(made.has_value());
      ASSERT_TRUE(enrolment.Confirm(made->id, then).has_value());
    }
    ASSERT_TRUE(enrolment.Enrol(WishOf(index, "mail:ben@example.org", "country PT"), then));
    RecordAll(log, "2021-03-05",
              {{.answer = "100", .effective = "2021-03-01"},
               {.country = "ES", .answer = "100", .effective = "2021-07-01"}});
    RecordAll(log, "2021-03-06", {{.indicator = "b", .answer = "0", .effective = "2021-03-02"}});
  }

  // The status of dispatch_until.
  int Run(const std::filesystem::path& store, const std::filesystem::path& output, int steps,
          int connections = 1) const {
    const std::string command = std::string(LAWTRACE_DISPATCH_UNTIL) + " " + store.string() + " " +
                                output.string() + " " + std::to_string(steps) + " " +
                                std::to_string(connections);
    const int status = std::system(command.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  // What the delivery log says in the end, but for when.
  static std::vector<std::string> Outcomes(const std::filesystem::path& store) {
    const store::EventLog log = store::OpenOrDie(store, store::Access::kRead);
    std::vector<std::string> texts;
    const Status visited =
        store::Deliveries(log.records()).Visit([&](const Delivery& d) -> Result<bool> {
          texts.push_back(std::to_string(d.subscription.value) + " " + d.occasion.event.ToString() +
                          " " + std::string(Name(d.state)) + " " + d.message);
          return true;
        });
    EXPECT_TRUE(visited.has_value());
    return texts;
  }

  store::TempDir temp_;
};

TEST_F(CrashTest, EverythingArrivesWhereverItDies) {
  ASSERT_NO_FATAL_FAILURE(Prepare());
  const auto copy_store = [&](const std::string& name) {
    std::filesystem::copy(temp_ / "store", temp_ / name);
    return temp_ / name;
  };
  const std::filesystem::path whole = copy_store("whole");
  ASSERT_EQ(Run(whole, temp_ / "whole.txt", 0), 0);
  const auto expected = Received(temp_ / "whole.txt");
  ASSERT_EQ(expected.size(), 7U) << "five alerts, one digest, one request to confirm";
  const auto outcomes = Outcomes(whole);

  int repeated = 0;
  int step = 1;
  for (;; ++step) {
    const std::string name = "store" + std::to_string(step);
    const std::filesystem::path store = copy_store(name);
    const std::filesystem::path output = temp_ / (name + ".txt");
    const int status = Run(store, output, step);
    ASSERT_TRUE(status == 9 || status == 0) << status;
    if (status == 0) break;
    const auto before = Received(output).size();
    ASSERT_EQ(Run(store, output, 0), 0) << "after death at step " << step;
    EXPECT_EQ(Received(output), expected) << "after death at step " << step;
    EXPECT_EQ(Outcomes(store), outcomes) << "after death at step " << step;
    std::ifstream in(output);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (std::ranges::count(text, '\n') > static_cast<std::ptrdiff_t>(expected.size())) ++repeated;
    ASSERT_LE(before, expected.size());
    std::filesystem::remove_all(store);
  }
  EXPECT_GT(step, 25) << "there are so many steps to die at";
  EXPECT_GE(repeated, 2 * 7) << "it died between the receipt of a message and its record";
}

TEST_F(CrashTest, EverythingArrivesThoughItDiesWhileSeveralAreOnTheirWay) {
  ASSERT_NO_FATAL_FAILURE(Prepare());
  std::filesystem::copy(temp_ / "store", temp_ / "whole");
  ASSERT_EQ(Run(temp_ / "whole", temp_ / "whole.txt", 0, 4), 0);
  const auto expected = Received(temp_ / "whole.txt");
  ASSERT_EQ(expected.size(), 7U);
  int deaths = 0;
  for (int step = 3;; step += 4) {
    const std::string name = "store" + std::to_string(step);
    std::filesystem::copy(temp_ / "store", temp_ / name);
    if (Run(temp_ / name, temp_ / (name + ".txt"), step, 4) == 0) break;
    ++deaths;
    ASSERT_EQ(Run(temp_ / name, temp_ / (name + ".txt"), 0, 4), 0) << "after step " << step;
    EXPECT_EQ(Received(temp_ / (name + ".txt")), expected) << "after step " << step;
    std::filesystem::remove_all(temp_ / name);
  }
  EXPECT_GT(deaths, 4);
}

TEST_F(CrashTest, ItGetsThereThoughItDiesEveryTime) {
  ASSERT_NO_FATAL_FAILURE(Prepare());
  std::filesystem::copy(temp_ / "store", temp_ / "whole");
  ASSERT_EQ(Run(temp_ / "whole", temp_ / "whole.txt", 0), 0);
  int deaths = 0;
  // A few steps more each time, or it would never pass the first message.
  for (int steps = 1; Run(temp_ / "store", temp_ / "out.txt", steps) == 9; ++steps) ++deaths;
  EXPECT_GT(deaths, 5);
  EXPECT_EQ(Received(temp_ / "out.txt"), Received(temp_ / "whole.txt"));
}

}  // namespace
}  // namespace lawtrace::service
