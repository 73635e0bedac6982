#include "app/cli.h"

int main(int argc, char** argv) {
  return atelier::run_cli(argc, argv);
}
