/** Outdial: plans, launches, watches and accounts for campaigns of AI voice calls. */
package io.outdial;
