package io.outdial.compliance;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The packs of rules that a campaign may name, by country or state and what the rules are known as there. */
public enum RegulatoryPack {
    /** Saudi Arabia. */
    SA("sa"),
    /** United States, Telephone Consumer Protection Act, 47 U.S.C. 227. */
    US_TCPA("us-tcpa"),
    /** Florida Telephone Solicitation Act, Florida Statutes 501.059, on top of the federal act. */
    US_FL("us-fl"),
    /** Canada, Unsolicited Telecommunications Rules of the CRTC. */
    CA_CRTC("ca-crtc"),
    /** United Kingdom, Ofcom's policy on persistent misuse and the Privacy and Electronic Communications Regulations. */
    UK_OFCOM("uk-ofcom"),
    /** No pack: only what holds for every campaign. */
    NONE("none");

    private final String code;

    RegulatoryPack(String code) {
        this.code = code;
    }

    /** The name campaigns use. */
    public String code() {
        return code;
    }

    public static Optional<RegulatoryPack> named(String code) {
        return Arrays.stream(values()).filter(pack -> pack.code.equals(code)).findFirst();
    }

    /** All names, for a sentence. */
    public static String names() {
        return Arrays.stream(values()).map(RegulatoryPack::code).sorted().collect(Collectors.joining(" "));
    }
}
