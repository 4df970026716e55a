/** When a message is sent again and when an endpoint is left alone: pure functions of what was answered and of the time. */
package io.outdial.webhook.decide;
