package io.outdial.content;

import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a template's variable gets its value.
 *
 * @param from a customer's field or attribute, dotted and with an optional index: {@code first_name},
 *     {@code neighborhoods[0]}, {@code attributes.property_value}; null to always use the fallback
 * @param fallback what to say when the customer has nothing there; null for nothing
 */
@Schema(name = "ScriptVariable")
public record Variable(
        @Size(max = 200) String from, @Size(max = 500) String fallback) {}
