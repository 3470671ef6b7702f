include_guard(GLOBAL)

# lawtrace_charts(<output.cc>): the charts of HTML reports, bundled by npm's packages into one source
# file.  Without npm, or where the packages cannot be had, the file holds nothing, the build says so
# and tries again the next time.
function(lawtrace_charts output)
  find_program(LAWTRACE_NODE NAMES node nodejs DOC "Runs the bundler of the charts")
  find_program(LAWTRACE_NPM npm DOC "Fetches the packages that the charts are made of")
  set(web "${PROJECT_SOURCE_DIR}/report/render/web")
  if(NOT LAWTRACE_NODE OR NOT LAWTRACE_NPM)
    message(NOTICE "-- No npm: HTML reports will have tables but no charts")
  endif()
  set(sources build.mjs charts.js layout.js map.js marks.js number.js outlines.mjs save.js package.json
    package-lock.json .npmrc)
  list(TRANSFORM sources PREPEND "${web}/")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${PROJECT_SOURCE_DIR}/scripts/bundle-charts"
            "${web}" "${CMAKE_CURRENT_BINARY_DIR}/web" "${output}"
            "${LAWTRACE_NODE}" "${LAWTRACE_NPM}"
    DEPENDS ${sources} "${PROJECT_SOURCE_DIR}/scripts/bundle-charts"
    COMMENT "Bundling the charts of HTML reports"
    VERBATIM)
endfunction()
