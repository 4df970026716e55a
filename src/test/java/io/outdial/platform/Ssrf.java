package io.outdial.platform;

import java.util.ArrayList;
import java.util.List;

/** Addresses that an attacker gives to have this service connect to its own network. */
public final class Ssrf {

    /** Hosts that lead inside, in every way of writing them that some parser takes. */
    private static final List<String> HOSTS = List.of(
            "localhost",
            "LOCALHOST",
            "localhost.",
            "127.0.0.1",
            "127.0.0.1.",
            "127.1",
            "127.0.1",
            "127.127.127.127",
            "0.0.0.0",
            "0",
            "2130706433", // decimal
            "017700000001", // octal
            "0177.0.0.1",
            "0177.0.0.01",
            "0x7f000001", // hexadecimal
            "0x7f.0.0.1",
            "0x7f.1",
            "127.0.0.0x1",
            "[::]",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]", // IPv4-mapped
            "[::ffff:7f00:1]",
            "[0:0:0:0:0:ffff:127.0.0.1]",
            "[::127.0.0.1]", // IPv4-compatible
            "[64:ff9b::127.0.0.1]", // NAT64
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::127.0.0.1]", // NAT64 of a network's own
            "[2002:7f00:1::]", // 6to4
            "[2001:0:7f00:1::]", // Teredo
            "[fe80::1]",
            "[fe80::1%25lo]", // with a zone
            "[fc00::1]",
            "[fd00:ec2::254]", // metadata of a cloud
            "169.254.169.254",
            "169.254.169.254.",
            "2852039166",
            "0xa9fea9fe",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "100.100.100.200", // metadata of another, in the carriers' space
            "192.0.0.192",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.0.1",
            "255.255.255.255",
            "224.0.0.1",
            "①②⑦.⓪.⓪.①", // digits in circles
            "127。0。0。1", // ideographic full stops
            "%31%32%37.0.0.1",
            "loc%61lhost");

    private Ssrf() {}

    /** Hosts that must lead to no connection. */
    public static List<String> hosts() {
        return HOSTS;
    }

    /** Some of each sort, for who is known to share a check with others that all are tried on. */
    public static List<String> few(int port) {
        List<String> few = new ArrayList<>();
        for (String host :
                List.of("localhost", "127.0.0.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]")) {
            few.add("https://" + host + ":" + port + "/");
        }
        few.addAll(List.of(
                "http://127.0.0.1:" + port + "/", "https://example.com@127.0.0.1:" + port + "/", "file:///etc/passwd"));
        return few;
    }

    /** URLs that must lead to no connection, all to this port. */
    public static List<String> urls(int port) {
        List<String> urls = new ArrayList<>();
        for (String host : HOSTS) {
            urls.add("https://" + host + ":" + port + "/");
        }
        String inside = "127.0.0.1:" + port;
        urls.addAll(List.of(
                "http://" + inside + "/",
                "https://example.com@" + inside + "/",
                "https://example.com:443@" + inside + "/",
                "https://" + inside + "#@example.com/",
                "https://" + inside + "\\@example.com/",
                "https://example.com\\@" + inside + "/",
                "https://example.com#@" + inside + "/",
                "https://example.com%2f@" + inside + "/",
                "https:///" + inside + "/",
                "https:" + inside + "/",
                "https:/" + inside + "/",
                "//" + inside + "/",
                "https://" + inside + " .example.com/",
                "https://" + inside + "\t/",
                "https://" + inside + "\r\nHost: example.com/",
                "\u0000https://" + inside + "/",
                "file:///etc/passwd",
                "gopher://" + inside + "/_GET%20/",
                "dict://" + inside + "/stat",
                "ftp://" + inside + "/",
                "jar:http://" + inside + "!/",
                "javascript:alert(1)",
                "unix:/var/run/docker.sock"));
        return urls;
    }
}
