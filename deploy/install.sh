#!/usr/bin/env bash
# Installs the BloxOs agent on this rig, from the server that it is to report to; a second run brings it up to date and changes nothing else.
#
#   { curl -fsSL https://SERVER/install.sh && echo CODE; } | sudo bash -s -- https://SERVER [--pin PIN] [--no-power]
#
# CODE is an enrollment code or the token of a rig. It is read from the standard input, or from BLOXOS_ENROLLMENT_CODE, or asked for at the
# terminal; never from the command line, which every user can read. A rig that has a token keeps it.
# PIN: base64 of SHA-256 of the server's public key, for a certificate that no authority signed; then curl needs -k --pinnedpubkey sha256//PIN too.
# --no-power: leaves out what lets the agent, whose user may do nothing, reboot the rig, switch it off and load its drivers anew, and takes it away where it is. A rig
# remembers that; "sudo systemctl unmask bloxos-agent-power.socket" and a further run bring it.
# Everything that is put here goes away with: sudo bloxos-uninstall
#
# The folders of the agent's program and state belong to its own user, who may put anything there, links too. So root writes and changes nothing in
# them: what lies there is written by that user himself (put_agent). Everything else is in folders of root.
set -euo pipefail
shopt -s lastpipe   # put is the end of a pipe and notes what it changed

home=/opt/bloxos-agent
state=/var/lib/bloxos-agent
config=/etc/bloxos/agent.conf
units=/etc/systemd/system
socket=bloxos-agent-power.socket   # by which the agent asks root
helper=/usr/local/lib/bloxos/agent-power
asked=/var/lib/bloxos-agent-power   # how often, over boots: root's
uninstall=/usr/local/sbin/bloxos-uninstall
user=bloxos-agent
owner=$user   # of the agent's folders, and whose rights everything in them is done with
changed=no

say() { printf '%s\n' "$@"; }

fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# put MODE TARGET < content: a file of root in a folder of root; written beside and moved there, only when it differs.
put() {
  local mode=$1 target=$2 beside
  beside=$(mktemp "$target.XXXXXX")
  cat > "$beside"
  if [ -f "$target" ] && [ ! -h "$target" ] && cmp -s "$beside" "$target"; then
    rm -f "$beside"
    return
  fi
  chmod "$mode" "$beside"
  mv -fT "$beside" "$target"
  changed=yes
}

# With the agent's rights and nothing of root's.
as_agent() {
  setpriv --reuid "$owner" --regid "$owner" --init-groups --no-new-privs env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin "$@"
}

# put_agent MODE TARGET < content: the same in a folder of the agent's, by its user: a link there leads nowhere that he may not go himself.
put_agent() {
  local said
  # shellcheck disable=SC2016  # it is expanded by the inner shell
  said=$(as_agent timeout 60 sh -c '
    set -eu
    umask 077
    cd /
    beside=$(mktemp "$2.XXXXXX")
    cat > "$beside"
    if [ -f "$2" ] && [ ! -h "$2" ] && cmp -s "$beside" "$2"; then
      rm -f "$beside"
    else
      chmod "$1" "$beside"
      mv -fT "$beside" "$2"
      echo changed
    fi' sh "$1" "$2") || fail "$2 cannot be written"
  if [ "$said" = changed ]; then changed=yes; fi
}

arguments() {
  server=${1:-}
  pin='' power=yes
  [[ "$server" =~ ^https?://[A-Za-z0-9.:_-]+(\[[0-9a-fA-F:]+\](:[0-9]+)?)?/?$|^https?://\[[0-9a-fA-F:]+\](:[0-9]+)?/?$ ]] \
    || fail "the server's address is missing or wrong; allowed: https://host[:port]"
  server=${server%/}
  shift
  while [ $# -gt 0 ]; do
    case "$1" in
      --pin)
        pin=${2:-}
        [[ "$pin" =~ ^[A-Za-z0-9+/]{43}=$ ]] || fail "--pin is not the base64 of 32 bytes"
        shift 2
        ;;
      --no-power)
        power=no
        shift
        ;;
      *) fail "unknown argument; allowed: https://host[:port] [--pin PIN] [--no-power]" ;;   # not repeated: it may be a secret
    esac
  done
}

check_system() {
  [ "$(id -u)" = 0 ] || fail "run this as root (sudo)"
  [ "$(uname -s)" = Linux ] || fail "this is not Linux"
  for tool in curl sha256sum ldd mktemp install cmp setpriv timeout; do
    command -v "$tool" > /dev/null || fail "$tool is missing"
  done
  case "$(uname -m)" in
    x86_64) arch=x64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "there is no agent for $(uname -m); there is one for x86_64 and aarch64" ;;
  esac
  glibc=$(ldd --version 2>&1 | sed -n '1s/.* \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p')
  [ -n "$glibc" ] || fail "this system has no glibc"
}

fetch() {
  local options=(-fsS --proto '=http,https' --max-redirs 0 --retry 3 --max-filesize 67108864)
  if [ -n "$pin" ]; then options+=(-k --pinnedpubkey "sha256//$pin"); fi
  curl "${options[@]}" -o "$work/$1" "$server/agent/download/$1" || fail "$1 cannot be fetched from $server"
}

# False only where the server itself says that it has none; other faults are told by fetch.
offers_agent() {
  local options=(-sS --proto '=http,https' --max-redirs 0 --retry 3 -o /dev/null -w '%{http_code}') answer
  if [ -n "$pin" ]; then options+=(-k --pinnedpubkey "sha256//$pin"); fi
  answer=$(curl "${options[@]}" "$server/agent/download/manifest.json") || return 0
  [ "$answer" != 404 ]
}

# The build as compiled for the system, or, with an older C library than that one needs, the one that brings its own runtime.
choose() {
  local needed
  file=bloxos-agent-linux-$arch
  offers_agent || fail "$server has no agent builds yet; on the server run deploy/build-agents DIRECTORY and set BloxOs:AgentFiles to that directory, then run this again"
  fetch SHA256SUMS
  fetch manifest.json
  needed=$(sed -n "s/.*\"name\":\"$file\",.*\"glibc\":\"\([0-9.]*\)\".*/\1/p" "$work/manifest.json")
  if [ -z "$needed" ] || [ "$(printf '%s\n' "$needed" "$glibc" | sort -V | head -n 1)" != "$needed" ]; then file=$file-compat; fi
}

# verified NAME: fetches it and ends unless it is what SHA256SUMS says.
verified() {
  grep -E "^[0-9a-f]{64}  $1\$" "$work/SHA256SUMS" > "$work/sum" || fail "$server has no $1"
  fetch "$1"
  (cd "$work" && sha256sum --check --status sum) || fail "$1 from $server is not what SHA256SUMS says"
}

install_program() {
  local wanted
  wanted=$(sed -n "s/^\([0-9a-f]\{64\}\)  $file\$/\1/p" "$work/SHA256SUMS")
  if [ -f "$home/bloxos-agent" ] && [ "$(as_agent timeout 60 sha256sum "$home/bloxos-agent" | cut -d' ' -f1)" = "$wanted" ]; then return; fi
  verified "$file"
  chmod 755 "$work/$file"
  "$work/$file" --version > /dev/null || fail "$file does not run on this rig"
  install -d -m 755 -o "$owner" -g "$owner" "$home"
  put_agent 755 "$home/bloxos-agent" < "$work/$file"
}

add_user() {
  if ! id "$user" > /dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$user"
    changed=yes
  fi
  # Whoever lets root run the agent gives it both folders, as agent.service says. They stay root's: it would start no miner from what another user may change.
  if [ -d "$home" ] && [ -d "$state" ] && [ "$(stat -c %u "$home" "$state" | sort -u)" = 0 ]; then owner=root; fi
}

write_config() {
  local token=$state/token
  if [ -s /etc/bloxos/token ]; then token=/etc/bloxos/token; fi   # of an earlier installation by hand
  install -d -m 755 /etc/bloxos
  install -d -m 700 -o "$owner" -g "$owner" "$state"
  {
    printf 'BLOXOS_SERVER=%s\nBLOXOS_TOKEN_FILE=%s\nBLOXOS_ENROLLMENT_CODE_FILE=%s/code\n' "$server" "$token" "$state"
    if [ -n "$pin" ]; then printf 'BLOXOS_SERVER_PIN=%s\n' "$pin"; fi
    if [ -e "$config" ]; then grep -vE '^[[:space:]]*BLOXOS_(SERVER|TOKEN_FILE|ENROLLMENT_CODE_FILE|SERVER_PIN)=' "$config" || true; fi
  } | put 644 "$config"
  if [ "$token" = /etc/bloxos/token ]; then   # in a folder of root
    chown -h "$owner" "$token"
    chmod 600 "$token"
  fi
  if as_agent test -s "$token"; then
    as_agent test -r "$token" || fail "the user $owner may not read $token; give it to him: chown $owner $token"
    as_agent chmod 600 "$token" || fail "$token does not belong to $owner; give it to him: chown $owner $token"
    rm -f "$state/code"   # it has done its work
  else
    take_secret "$token"
  fi
}

take_secret() {
  local secret=${BLOXOS_ENROLLMENT_CODE:-}
  if [ -z "$secret" ] && [ ! -t 0 ]; then read -r -t 10 secret || true; fi
  if [ -z "$secret" ] && { : < /dev/tty; } 2> /dev/null; then
    read -r -s -p "Enrollment code or token: " secret < /dev/tty
    say
  fi
  case "$secret" in
    bxe_*) printf '%s' "$secret" | put_agent 600 "$state/code" ;;
    bxr_*) printf '%s' "$secret" | put_agent 600 "$1" ;;
    '') [ -s "$state/code" ] || fail "this rig has no token yet: an enrollment code or a token is needed, see the first lines of this script" ;;
    *) fail "what was given is neither an enrollment code nor the token of a rig" ;;
  esac
}

write_uninstall() {
  install -d -m 755 "${uninstall%/*}"
  put 755 "$uninstall" << 'END'
#!/bin/sh
# Takes the BloxOs agent off this rig, with its settings, its token and its running miners. The rig stays in the farm until it is deleted there.
set -eu
PATH=/usr/sbin:/usr/bin:/sbin:/bin
[ "$(id -u)" = 0 ] || { echo "run this as root (sudo)" >&2; exit 1; }

# Everything that runs as a user, and, whoever it runs as, what carries the mark of the agent's miners (one of root starts them as root where systemd is old): SIGNAL USER.
# True when there was something.
signal_all() {
  found=1
  uid=$(id -u "$2" 2> /dev/null) || uid=none
  for process in /proc/[0-9]*; do
    if { [ "$(stat -c %u "$process" 2> /dev/null)" = "$uid" ] || grep -qzxF BLOXOS_MINER_OWNER=/var/lib/bloxos-agent "$process/environ" 2> /dev/null; } \
      && ! grep -q '^State:.Z' "$process/status" 2> /dev/null; then
      kill "-$1" "${process#/proc/}" 2> /dev/null && found=0
    fi
  done
  return "$found"
}

if [ -d /run/systemd/system ]; then
  systemctl disable --now bloxos-agent || true
  # Apart: one that is masked or was never there ends the whole call.
  systemctl disable --now bloxos-agent-power.socket 2> /dev/null || true
  systemctl stop 'bloxos-agent-power@*.service' 'bloxos-agent-power-force@*.service' bloxos-agent-driver.service 2> /dev/null || true
  # Miners in units of their own, whoever they run as; the agent is gone and starts none anew.
  systemctl stop 'bloxos-miner-*.service' || true
  systemctl reset-failed 'bloxos-miner-*.service' 'bloxos-agent*' 2> /dev/null || true
fi
# What the agent started itself outlives it on purpose. A user whose processes run cannot be deleted.
tries=0
while signal_all TERM bloxos-agent && [ "$tries" -lt 15 ]; do
  tries=$((tries + 1))
  sleep 1
done
tries=0
while signal_all KILL bloxos-agent && [ "$tries" -lt 5 ]; do
  tries=$((tries + 1))
  sleep 1
done
rm -f /etc/systemd/system/bloxos-agent.service /etc/systemd/system/bloxos-agent-power.socket /etc/systemd/system/bloxos-agent-power@.service \
  /etc/systemd/system/bloxos-agent-power-force@.service /etc/systemd/system/bloxos-agent-driver.service /run/bloxos-agent-power.sock
rm -rf /usr/local/lib/bloxos /var/lib/bloxos-agent-power
rm -rf /etc/systemd/system/bloxos-agent.service.d
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
rm -rf /opt/bloxos-agent /var/lib/bloxos-agent
rm -f /etc/bloxos/agent.conf /etc/bloxos/token
rmdir /etc/bloxos 2> /dev/null || true
if id bloxos-agent > /dev/null 2>&1; then userdel bloxos-agent || echo "The user bloxos-agent is still in use and stays; delete him after the next boot: userdel bloxos-agent" >&2; fi
rm -f /usr/local/sbin/bloxos-uninstall
echo "The BloxOs agent is removed."
END
}

# Only root opens the kernel's log, and only where there is one.
has_kernel_log() { { : < /dev/kmsg; } 2> /dev/null; }

write_unit() {
  local groups="" lines=()
  verified bloxos-agent.service
  for group in video render; do
    if getent group "$group" > /dev/null; then groups="$groups $group"; fi
  done
  has_kernel_log || lines=(-e '/^StandardInput=file:\/dev\/kmsg$/d')
  install -d -m 755 "$units"
  sed -e "s/^SupplementaryGroups=.*/SupplementaryGroups=${groups# }/" "${lines[@]}" "$work/bloxos-agent.service" | put 644 "$units/bloxos-agent.service"
}

# What the agent asks root through: a program of root's, never the agent's own, which its user may replace.
write_power() {
  local file
  if [ "$(readlink "$units/$socket" || true)" = /dev/null ]; then power=no; fi
  if [ "$power" = no ]; then
    leave_power_out
    return
  fi
  if ! grep -q '  bloxos-agent-power$' "$work/SHA256SUMS"; then
    power=missing
    say "This server's files of the agent are older than it and lack bloxos-agent-power: the rig cannot be rebooted from there. Build them anew (deploy/build-agents)." >&2
    return
  fi
  for file in bloxos-agent-power "$socket" bloxos-agent-power.service bloxos-agent-driver.service; do verified "$file"; done
  install -d -m 755 "${helper%/*}"
  put 755 "$helper" < "$work/bloxos-agent-power"
  put 644 "$units/bloxos-agent-power@.service" < "$work/bloxos-agent-power.service"
  put 644 "$units/bloxos-agent-driver.service" < "$work/bloxos-agent-driver.service"
  if grep -q '  bloxos-agent-power-force.service$' "$work/SHA256SUMS"; then   # not in files that were built before it was
    verified bloxos-agent-power-force.service
    put 644 "$units/bloxos-agent-power-force@.service" < "$work/bloxos-agent-power-force.service"
  fi
  put 644 "$units/$socket" < "$work/$socket"
  install -d -m 700 "$asked"
}

# Masked, so that the next run leaves it out too.
leave_power_out() {
  if [ "$(readlink "$units/$socket" || true)" = /dev/null ] && [ ! -e "$helper" ]; then return; fi
  if [ -d /run/systemd/system ]; then systemctl disable --now --quiet "$socket" 2> /dev/null || true; fi
  rm -f "$helper" "$units/bloxos-agent-power@.service" "$units/bloxos-agent-power-force@.service" "$units/bloxos-agent-driver.service"
  rm -rf "$asked"
  rmdir "${helper%/*}" 2> /dev/null || true
  ln -sfn /dev/null "$units/$socket"
  changed=yes
}

start() {
  if [ ! -d /run/systemd/system ]; then
    say "There is no systemd here. Have this started at boot, as the user $user:" "  $home/bloxos-agent" "with BLOXOS_STATE_DIRECTORY=$state in its environment."
    return
  fi
  if [ "$changed" = yes ]; then
    systemctl daemon-reload
    systemctl enable --quiet bloxos-agent
    if [ "$power" = yes ]; then
      systemctl enable --quiet "$socket"
      systemctl restart "$socket"
    fi
    systemctl restart bloxos-agent
  fi
  # The code has done its work when the agent has its token.
  for _ in $(seq 30); do
    if [ -s "$state/token" ]; then break; fi
    sleep 1
  done
  if [ -s "$state/token" ]; then rm -f "$state/code"; fi
  systemctl is-active --quiet bloxos-agent || fail "the agent does not run; it says why: journalctl -u bloxos-agent"
}

main() {
  umask 022
  arguments "$@"
  check_system
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  choose
  add_user
  install_program
  write_config
  write_uninstall
  write_unit
  write_power
  start
  if [ "$changed" = yes ]; then say "The BloxOs agent is installed. Take it off with: sudo bloxos-uninstall"; else say "The BloxOs agent is up to date; nothing was changed."; fi
}

# Not further: behind this script stands a code that was not needed.
main "$@"; exit
