package io.outdial.content;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A script to create; its template becomes version 1. */
public record ScriptDraft(
        @NotBlank @Size(max = 200) String name,

        @NotNull @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
        String language,

        @NotBlank @Size(max = Template.MAX_LENGTH) String template) {}
