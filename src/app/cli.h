#pragma once

namespace atelier {

/// Runs the command line; returns the exit code.
int run_cli(int argc, char** argv);

}  // namespace atelier
