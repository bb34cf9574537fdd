#!/bin/bash
# Builds the image of the servers that no one here wrote, for the tests that move them under load: valkey (key-value),
# MariaDB (SQL), nginx (web) and Tomcat (a JVM program), all as Debian 13 packages them.
#
#   build-servers.sh [--cache DIR] [--check]
#
# The bundle lands in DIR/servers-<first 12 of this file's SHA-256>/ (DIR: /var/cache/transship):
#
#   servers.tar   for `docker load`: the image transship-servers
#   stamp         hash of this file, then the size of the archive
#
# The last line on standard output is the bundle's path, everything else goes to standard error. --check builds nothing
# and ends with 1 when there is no fitting bundle. Mirror, proxy and credentials are those of the machine's own apt.
set -euo pipefail
export LC_ALL=C
unset LANG LANGUAGE
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/debian-mirror.sh"

readonly SUITE=trixie
readonly PACKAGES='valkey-server mariadb-server-core mariadb-client-core nginx-light tomcat10-common openjdk-21-jre-headless'
readonly NAME=transship-servers:latest
readonly NEEDED_MIB=1500
readonly STEPS=4

cache=/var/cache/transship
check=no
started=$SECONDS
work=
building=

fail() { # CODE sentence
    printf '%s: %s\n' "$1" "$2" >&2
    exit 1
}

step() { # number text
    printf 'servers: step %s/%s (%s s) %s\n' "$1" "$STEPS" "$((SECONDS - started))" "$2" >&2
}

read_arguments() {
    while (($#)); do
        case $1 in
            --cache) cache=${2:?--cache needs a folder} && shift 2 ;;
            --check) check=yes && shift ;;
            *) printf 'USAGE: unknown argument %s. Known are --cache DIR and --check.\n' "$1" >&2 && exit 2 ;;
        esac
    done
}

stamp_of() { # bundle directory
    printf 'recipe %s\n' "$recipe"
    stat -c 'archive %s' "$1/servers.tar"
}

fits() { # bundle directory
    [[ -f $1/stamp && -f $1/servers.tar ]] && cmp -s "$1/stamp" <(stamp_of "$1")
}

check_machine() {
    local main free
    main=$(debian_mirror_or_update Debian)
    [[ -n $main ]] || fail NO_MIRROR \
        "this machine's apt knows no Debian mirror. Name one in /etc/apt/sources.list and run apt-get update."
    [[ -r $DEBIAN_KEYRING ]] || fail NO_KEYRING "$DEBIAN_KEYRING is missing. Install debian-archive-keyring."
    free=$(df --output=avail -m "$cache" | tail -n 1)
    ((free >= NEEDED_MIB)) || fail DISK_FULL \
        "$cache has $((free)) MiB free, $NEEDED_MIB MiB are needed while the image is built. Make room there."
}

bootstrap() { # target directory
    debian_apt_settings >"$work/apt.conf"
    debian_sources "$SUITE" >"$work/sources.list"
    # shellcheck disable=SC2086 # the package list is meant to be split
    TMPDIR=$work unshare --mount --propagation private mmdebstrap --mode=root --variant=essential --format=directory \
        --include="$(echo $PACKAGES | tr ' ' ',')" \
        --aptopt="$work/apt.conf" \
        --dpkgopt=force-unsafe-io \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
        --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
        "$SUITE" "$1" "$work/sources.list" >"$work/mmdebstrap.log" 2>&1 ||
        fail SERVERS_BUILD_FAILED "mmdebstrap ended with an error: $(
            grep -E '^(E:|dpkg: error)' "$work/mmdebstrap.log" | head -n 1). The whole log is $(save_log)."
}

save_log() {
    cp "$work/mmdebstrap.log" "$cache/servers-build.log" && printf '%s' "$cache/servers-build.log"
}

# Each server gets the little that it cannot do without. What is not usual is said: MariaDB may not use the kernel's
# asynchronous input and output, which CRIU does not dump, and its log is small, since it travels with the layer.
configure() { # root directory
    local root=$1
    rm -rf "$root"/var/cache/* "$root"/var/lib/apt "$root"/var/log/* "$root"/etc/apt/sources.list{,.d/*}
    printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
    mkdir -p "$root"/srv/{nginx,mariadb,tomcat/{conf,logs,temp,work,webapps/ROOT}} "$root/var/cache" "$root/run/mysqld"
    configure_nginx "$root/srv/nginx"
    configure_tomcat "$root/srv/tomcat"
    printf '%s\n' '[mariadbd]' datadir=/srv/mariadb user=root socket=/run/mysqld/mysqld.sock bind-address=0.0.0.0 \
        innodb-use-native-aio=0 innodb-log-file-size=4M innodb-buffer-pool-size=8M innodb-temp-data-file-path=ibtmp1:4M:autoextend \
        innodb-undo-tablespaces=0 performance-schema=0 skip-name-resolve skip-log-bin init-file=/srv/mariadb.sql >"$root/srv/mariadb.cnf"
    printf '%s\n' "CREATE OR REPLACE USER test@'%' IDENTIFIED BY 'test';" "GRANT ALL ON *.* TO test@'%';" \
        'CREATE DATABASE IF NOT EXISTS test;' >"$root/srv/mariadb.sql"
    chroot "$root" mariadb-install-db --defaults-file=/srv/mariadb.cnf --force --skip-test-db \
        --auth-root-authentication-method=normal >"$work/mariadb.log" 2>&1 ||
        fail SERVERS_BUILD_FAILED "MariaDB's tables can't be made: $(grep -m 1 . "$work/mariadb.log")."
    rm -rf "$root"/dev/* "$root"/tmp/* "$root"/srv/mariadb/ib_buffer_pool
}

configure_nginx() { # folder
    cat >"$1/nginx.conf" <<'END'
daemon off;
user root;
worker_processes 2;
pid /run/nginx.pid;
error_log /srv/nginx/error.log;
events { worker_connections 256; }
http {
    access_log off;
    keepalive_timeout 300s;
    keepalive_requests 1000000;
    server {
        listen 80;
        root /srv/nginx/www;
        location = /echo { return 200 "$arg_text\n"; }
    }
}
END
    mkdir -p "$1/www"
    # 100,000 numbered lines: a client that reads it all knows whether one byte is wrong.
    seq -f '%012.0f' 1 100000 >"$1/www/numbers.txt"
}

# A counter in each client's session: state that lives in the memory of the JVM only.
configure_tomcat() { # folder
    cat >"$1/conf/web.xml" <<'END'
<web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
  <servlet><servlet-name>jsp</servlet-name><servlet-class>org.apache.jasper.servlet.JspServlet</servlet-class></servlet>
  <servlet-mapping><servlet-name>jsp</servlet-name><url-pattern>*.jsp</url-pattern></servlet-mapping>
</web-app>
END
    cat >"$1/conf/server.xml" <<'END'
<Server port="-1">
  <Service name="Catalina">
    <Connector port="8080" protocol="HTTP/1.1" keepAliveTimeout="300000" maxKeepAliveRequests="-1"/>
    <Engine name="Catalina" defaultHost="localhost">
      <Host name="localhost" appBase="webapps" autoDeploy="false"/>
    </Engine>
  </Service>
</Server>
END
    cat >"$1/webapps/ROOT/count.jsp" <<'END'
<%@ page session="true" contentType="text/plain" %><%
Integer before = (Integer) session.getAttribute("count");
int count = before == null ? 1 : before + 1;
session.setAttribute("count", count);
%><%= count %>
END
}

# An image of one layer, as `docker save` would write it.
archive() { # root tar
    local layer configuration image=$work/image
    mkdir -p "$image"
    tar -C "$1" --sort=name --numeric-owner -cf "$image/layer.tar" .
    layer=$(sha256sum <"$image/layer.tar" | cut -d ' ' -f 1)
    printf '{"architecture":"%s","os":"linux","created":"1970-01-01T00:00:00Z","config":{"Env":["PATH=%s"]},%s}' \
        "$(dpkg --print-architecture)" /usr/sbin:/usr/bin:/sbin:/bin \
        "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:$layer\"]},\"history\":[{\"created_by\":\"transship\"}]" \
        >"$image/configuration"
    configuration=$(sha256sum <"$image/configuration" | cut -d ' ' -f 1).json
    mv "$image/configuration" "$image/$configuration"
    printf '[{"Config":"%s","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$configuration" "$NAME" >"$image/manifest.json"
    tar -C "$image" -cf "$2" .
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
    local status=$?
    [[ -z $work ]] || rm -rf --one-file-system "$work"
    [[ -z $building ]] || rm -rf --one-file-system "$building"
    exit "$status"
}

remove_old() { # bundle that stays
    local other
    for other in "$cache"/servers-*/; do
        other=${other%/}
        [[ ! -d $other || $other == "$1" ]] || rm -rf --one-file-system "$other"
    done
}

build() { # bundle directory
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    building=$1.tmp
    rm -rf --one-file-system "$building"
    mkdir -p "$building"
    # Beside the bundle: a folder for temporary files may lie in memory.
    work=$(mktemp -d -p "$cache")
    step 1 'asking apt for this machine'\''s Debian mirror'
    check_machine
    step 2 'downloading and installing the servers'
    bootstrap "$work/root"
    step 3 'configuring'
    configure "$work/root"
    step 4 'packing the image'
    archive "$work/root" "$building/servers.tar"
    stamp_of "$building" >"$building/stamp"
    rm -rf --one-file-system "$1"
    mv "$building" "$1"
    building=
    remove_old "$1"
    printf 'servers: ready after %s s, %s MiB\n' "$((SECONDS - started))" "$(du -sm "$1" | cut -f 1)" >&2
}

read_arguments "$@"
recipe=$(sha256sum <"${BASH_SOURCE[0]}" | cut -d ' ' -f 1)
bundle=$cache/servers-${recipe:0:12}
if ! fits "$bundle"; then
    [[ $check == no ]] || exit 1
    ((EUID == 0)) || fail NOT_ROOT 'the image of servers can only be built by root. Run it with sudo.'
    mkdir -p "$cache"
    exec 9>"$cache/servers.lock"
    flock 9
    fits "$bundle" || build "$bundle"
fi
printf '%s\n' "$bundle"
