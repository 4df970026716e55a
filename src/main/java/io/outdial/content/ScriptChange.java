package io.outdial.content;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What of a script may change; absent fields stay as they are. Another template becomes the next version. */
public record ScriptChange(
        @Size(min = 1, max = 200) String name,

        @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
        String language,

        @Size(min = 1, max = Template.MAX_LENGTH) String template) {}
