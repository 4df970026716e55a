package io.outdial.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/** Somebody who has no mouse: goes to what is on the page by Tab and uses it by keys. */
final class Keys {

    private static final int FARTHEST = 150;
    /** The name of what has the focus: of a field its label, of others what stands on it. */
    private static final String FOCUSED = """
            () => {
              const here = document.activeElement;
              const label = here.labels?.[0]?.textContent ?? here.getAttribute('aria-label') ?? here.textContent;
              return label.replace(/\\s+/g, ' ').trim();
            }""";

    private final Page page;

    Keys(Page page) {
        this.page = page;
    }

    Keys to(String name) {
        return go(name, "Tab");
    }

    Keys backTo(String name) {
        return go(name, "Shift+Tab");
    }

    private Keys go(String name, String key) {
        String focused = "";
        for (int i = 0; i < FARTHEST; i++) {
            page.keyboard().press(key);
            focused = (String) page.evaluate(FOCUSED);
            if (focused.equals(name)) {
                return this;
            }
        }
        assertThat(focused).as("reached with the keyboard").isEqualTo(name);
        return this;
    }

    void type(String text) {
        page.keyboard().type(text);
    }

    void press(String key) {
        page.keyboard().press(key);
    }
}
