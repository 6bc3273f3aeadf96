# Sourced by the programs beside it. Sets JAVA_HOME to a JDK of 25 or later, or ends with one clear line.

jdk_version() { # $1: a JDK's home; prints its major version, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local home version on_path folders=${EARSHOT_JVMS:+$EARSHOT_JVMS/*} # EARSHOT_JVMS: for the tests, in place of the system's
  : "${folders:=/usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home}"
  on_path=$(command -v javac || true)
  if [ -n "$on_path" ]; then
    on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  fi
  # shellcheck disable=SC2086  # patterns, to be expanded
  for home in "${JAVA_HOME:-}" "$on_path" $folders; do
    version=$(jdk_version "$home")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      export JAVA_HOME="$home"
      return 0
    fi
  done
  echo "earshot: no JDK 25 or later found (looked at JAVA_HOME, PATH and the system's JVM folder). Install one, for example the package temurin-25-jdk or openjdk-25-jdk, or set JAVA_HOME to it." >&2
  exit 1
}

find_maven() {
  command -v mvn >/dev/null && return 0
  echo "earshot: Maven is needed to build, and there is no mvn on the PATH. Install it, for example the package maven (3.8 or later)." >&2
  exit 1
}
