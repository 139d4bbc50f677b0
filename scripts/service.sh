# Shared by scripts/postgres, scripts/elasticsearch, scripts/rabbitmq and scripts/redis; read with `.`, never run.
#
# Each of them sets name, url_variable and url_set (the URL from the environment), defines start_by_docker,
# start_by_packages, stop_by_packages and answers, and calls `serve "$@"`.
# shellcheck shell=bash

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state="$root/var/services/$name"
checkout=$(printf '%s' "$root" | cksum | cut -d' ' -f1)
container="marketplace-$name-$checkout"

say() { printf '%s\n' "$name: $*" >&2; }
fail() {
  say "$*"
  exit 1
}

# The servers refuse to run as root. Root hands their files to the user named here and starts them as that user, in a
# folder below the temporary one, since that user may not be able to enter the checkout.
service_user=nobody
if [ "$(id -u)" -eq 0 ]; then
  files="${TMPDIR:-/tmp}/marketplace-$name-$checkout"
else
  files="$state/files"
fi

as_service_user() {
  if [ "$(id -u)" -eq 0 ]; then
    (cd "$files" && exec setpriv --reuid="$service_user" --regid="$(id -g "$service_user")" --clear-groups -- "$@")
  else
    "$@"
  fi
}

make_files() {
  rm -rf "$files"
  mkdir -p "$files"
  chmod 700 "$files"
  hand_over
}

hand_over() {
  if [ "$(id -u)" -eq 0 ]; then chown -R "$service_user:$(id -g "$service_user")" "$files"; fi
}

free_port() {
  local port
  for _ in $(seq 50); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
  fail "found no free port"
}

random_word() { od -An -N12 -tx1 /dev/urandom | tr -d ' \n'; }

docker_answers() { command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1; }

# The image that docker-compose.yml pins, so that a test runs on what ships.
image() { sed -n "s/^ *image: \($1:[^ ]*\)$/\1/p" "$root/docker-compose.yml" | head -n 1; }

docker_port() { docker port "$container" "$1/tcp" | head -n 1 | sed 's/.*://'; }

url() {
  if [ -n "$url_set" ]; then
    printf '%s\n' "$url_set"
  elif [ -f "$state/url" ]; then
    cat "$state/url"
  else
    return 1
  fi
}

wait_until_it_answers() {
  local left
  for left in $(seq "${1:-60}" -1 0); do
    if answers; then return; fi
    if [ -f "$state/process" ] && ! kill -0 "$(cat "$state/process")" 2>/dev/null; then
      tail -n 20 "$files/log" >&2
      fail "ended at start"
    fi
    [ "$left" -gt 0 ] && sleep 0.5
  done
  if [ -f "$files/log" ]; then tail -n 20 "$files/log" >&2; fi
  fail "did not answer in time"
}

start() {
  if [ -n "$url_set" ]; then
    say "uses $url_variable"
  elif [ -f "$state/url" ] && answers; then
    say "runs already"
  else
    stop
    mkdir -p "$state"
    if docker_answers; then
      echo docker >"$state/how"
      start_by_docker
    else
      echo packages >"$state/how"
      start_by_packages
    fi
    wait_until_it_answers 240
  fi
  url
}

stop() {
  if [ -n "$url_set" ]; then
    say "is given by $url_variable: left running"
  elif [ -f "$state/how" ]; then
    if [ "$(cat "$state/how")" = docker ]; then
      docker rm -f "$container" >/dev/null 2>&1 || true
    else
      stop_by_packages
      rm -rf "$files"
    fi
    rm -rf "$state"
  fi
}

# Ends a process that this checkout started: asks, waits, insists.
end_process() {
  local pid=$1
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 60); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.25
  done
  kill -9 "$pid" 2>/dev/null || true
}

serve() {
  case "${1:-}" in
    start) start ;;
    stop) stop ;;
    status) if url >/dev/null && answers; then say "answers at $(url | sed 's#//[^@/]*@#//***@#')"; else say "does not run" && exit 3; fi ;;
    url) url || fail "does not run" ;;
    *)
      echo "usage: scripts/$name start|stop|status|url   ($url_variable, if set, names a server to use instead)" >&2
      exit 2
      ;;
  esac
}
