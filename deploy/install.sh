#!/usr/bin/env bash
# Installs the BloxOs agent on this rig, from the server that it is to report to; a second run brings it up to date and changes nothing else.
#
#   { curl -fsSL https://SERVER/install.sh && echo CODE; } | sudo bash -s -- https://SERVER [--pin PIN]
#
# CODE is an enrollment code or the token of a rig. It is read from the standard input, or from BLOXOS_ENROLLMENT_CODE, or asked for at the
# terminal; never from the command line, which every user can read. A rig that has a token keeps it.
# PIN: base64 of SHA-256 of the server's public key, for a certificate that no authority signed; then curl needs -k --pinnedpubkey sha256//PIN too.
# Everything that is put here goes away with: sudo bloxos-uninstall
set -euo pipefail

home=/opt/bloxos-agent
state=/var/lib/bloxos-agent
config=/etc/bloxos/agent.conf
unit=/etc/systemd/system/bloxos-agent.service
uninstall=/usr/local/sbin/bloxos-uninstall
user=bloxos-agent
changed=no

say() { printf '%s\n' "$@"; }

fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

# put MODE OWNER TARGET < content: written beside and moved there, only when it differs.
put() {
  local mode=$1 owner=$2 target=$3 beside
  beside=$(mktemp "$target.XXXXXX")
  cat > "$beside"
  if [ -e "$target" ] && cmp -s "$beside" "$target"; then
    rm -f "$beside"
    return
  fi
  chown "$owner" "$beside"
  chmod "$mode" "$beside"
  mv -f "$beside" "$target"
  changed=yes
}

arguments() {
  server=${1:-}
  pin=
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
      *) fail "unknown argument; allowed: https://host[:port] [--pin PIN]" ;;   # not repeated: it may be a secret
    esac
  done
}

check_system() {
  [ "$(id -u)" = 0 ] || fail "run this as root (sudo)"
  [ "$(uname -s)" = Linux ] || fail "this is not Linux"
  for tool in curl sha256sum ldd mktemp install cmp; do
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

# The build as compiled for the system, or, with an older C library than that one needs, the one that brings its own runtime.
choose() {
  local needed
  file=bloxos-agent-linux-$arch
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
  if [ -e "$home/bloxos-agent" ] && [ "$(sha256sum "$home/bloxos-agent" | cut -d' ' -f1)" = "$wanted" ]; then return; fi
  verified "$file"
  chmod 755 "$work/$file"
  "$work/$file" --version > /dev/null || fail "$file does not run on this rig"
  install -d -m 755 -o "$user" "$home"
  put 755 "$user" "$home/bloxos-agent" < "$work/$file"
}

add_user() {
  if ! id "$user" > /dev/null 2>&1; then
    useradd --system --user-group --no-create-home --home-dir "$state" --shell /usr/sbin/nologin "$user"
    changed=yes
  fi
}

write_config() {
  local token=$state/token
  if [ -s /etc/bloxos/token ]; then token=/etc/bloxos/token; fi   # of an earlier installation by hand
  install -d -m 755 /etc/bloxos
  install -d -m 700 -o "$user" "$state"
  {
    printf 'BLOXOS_SERVER=%s\nBLOXOS_TOKEN_FILE=%s\nBLOXOS_ENROLLMENT_CODE_FILE=%s/code\n' "$server" "$token" "$state"
    if [ -n "$pin" ]; then printf 'BLOXOS_SERVER_PIN=%s\n' "$pin"; fi
    if [ -e "$config" ]; then grep -vE '^[[:space:]]*BLOXOS_(SERVER|TOKEN_FILE|ENROLLMENT_CODE_FILE|SERVER_PIN)=' "$config" || true; fi
  } | put 644 root "$config"
  if [ -s "$token" ]; then
    chown "$user" "$token"
    chmod 600 "$token"
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
    bxe_*) printf '%s' "$secret" | put 600 "$user" "$state/code" ;;
    bxr_*) printf '%s' "$secret" | put 600 "$user" "$1" ;;
    '') [ -s "$state/code" ] || fail "this rig has no token yet: an enrollment code or a token is needed, see the first lines of this script" ;;
    *) fail "what was given is neither an enrollment code nor the token of a rig" ;;
  esac
}

write_uninstall() {
  install -d -m 755 "${uninstall%/*}"
  put 755 root "$uninstall" << 'END'
#!/bin/sh
# Takes the BloxOs agent off this rig, with its settings and its token. The rig stays in the farm until it is deleted there.
set -eu
[ "$(id -u)" = 0 ] || { echo "run this as root (sudo)" >&2; exit 1; }
if [ -d /run/systemd/system ]; then systemctl disable --now bloxos-agent || true; fi
rm -f /etc/systemd/system/bloxos-agent.service
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
rm -rf /opt/bloxos-agent /var/lib/bloxos-agent
rm -f /etc/bloxos/agent.conf /etc/bloxos/token
rmdir /etc/bloxos 2> /dev/null || true
if id bloxos-agent > /dev/null 2>&1; then userdel bloxos-agent; fi
rm -f /usr/local/sbin/bloxos-uninstall
echo "The BloxOs agent is removed."
END
}

write_unit() {
  local groups=""
  verified bloxos-agent.service
  for group in video render; do
    if getent group "$group" > /dev/null; then groups="$groups $group"; fi
  done
  install -d -m 755 "${unit%/*}"
  sed "s/^SupplementaryGroups=.*/SupplementaryGroups=${groups# }/" "$work/bloxos-agent.service" | put 644 root "$unit"
}

start() {
  if [ ! -d /run/systemd/system ]; then
    say "There is no systemd here. Have this started at boot, as the user $user:" "  $home/bloxos-agent" "with BLOXOS_STATE_DIRECTORY=$state in its environment."
    return
  fi
  if [ "$changed" = yes ]; then
    systemctl daemon-reload
    systemctl enable --quiet bloxos-agent
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
  start
  if [ "$changed" = yes ]; then say "The BloxOs agent is installed. Take it off with: sudo bloxos-uninstall"; else say "The BloxOs agent is up to date; nothing was changed."; fi
}

# Not further: behind this script stands a code that was not needed.
main "$@"; exit
