# shellcheck shell=bash
# For scripts to source: the settings of this installation, and acting as its owner.

ENVIRONMENT=${NITHET_ENVIRONMENT:-/etc/nithet/nithet.env}
OWNER=$(stat -c %U .)

refuse() {
    echo "Nithet: $*" >&2
    exit 1
}

# As systemd reads them: a line is NAME=value, quotes around a value are taken off, nothing is expanded.
load_settings() {
    local line name value
    [[ -e $ENVIRONMENT ]] || return 0
    [[ -r $ENVIRONMENT ]] || refuse "อ่านการตั้งค่า $ENVIRONMENT ไม่ได้ โปรดสั่งด้วย sudo"
    while read -r line || [[ -n $line ]]; do
        [[ $line =~ ^([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]] || continue
        name=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
        if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then
            value=${BASH_REMATCH[1]}
        fi
        export "$name=$value"
    done <"$ENVIRONMENT"
}

# What is built, kept and recorded belongs to the owner of this folder, whoever gives the order.
as_owner() {
    if [[ $(id -un) == "$OWNER" ]]; then
        "$@"
    elif [[ $(id -u) == 0 ]]; then
        runuser -u "$OWNER" -- env HOME="$(getent passwd "$OWNER" | cut -d: -f6)" "$@"
    else
        refuse "โปรดสั่งด้วย sudo หรือในนามผู้ใช้ $OWNER"
    fi
}
