// WriterProcess: append_forever or append_sessions in a process of its own.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>  // kill
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

namespace lawtrace::store {

class WriterProcess {
 public:
  WriterProcess(std::string program, const std::filesystem::path& directory) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string argument = directory.string();
    const std::array<char*, 3> arguments = {program.data(), argument.data(), nullptr};
    EXPECT_EQ(posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    acknowledgements_ = ends[0];
  }
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;
  ~WriterProcess() {
    Kill();
    close(acknowledgements_);
  }

  // Waits until `count` more transactions have been accepted.
  void Await(int count) {
    char acknowledgement = 0;
    for (int i = 0; i < count; ++i)
      ASSERT_EQ(read(acknowledgements_, &acknowledgement, 1), 1) << "the writer has ended";
    accepted_ += count;
  }

  // Waits until it ends by itself.  Returns its exit status, -1 if it was killed.
  int AwaitEnd() {
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  // How many were accepted up to now.
  int Accepted() {
    fcntl(acknowledgements_, F_SETFL, O_NONBLOCK);
    char acknowledgement = 0;
    while (read(acknowledgements_, &acknowledgement, 1) == 1) ++accepted_;
    fcntl(acknowledgements_, F_SETFL, 0);
    return accepted_;
  }

  // Kills it in the midst of whatever it does and returns how many transactions were accepted.
  int Kill() {
    if (process_ == 0) return accepted_;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
    char acknowledgement = 0;
    while (read(acknowledgements_, &acknowledgement, 1) == 1) ++accepted_;
    return accepted_;
  }

 private:
  pid_t process_ = 0;
  int acknowledgements_ = -1;
  int accepted_ = 0;
};

}  // namespace lawtrace::store
