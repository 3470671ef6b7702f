#include "model/result.h"

namespace lawtrace {

Error Error::WithContext(std::string_view where) && {
  std::string text{where};
  text += ": ";
  text += message;
  return Error{code, std::move(text)};
}

}  // namespace lawtrace
