/**
 * The clocks of a ticket, in the order in which they are made: events are replayed to a course, the
 * course has targets, and a target's clock and escalations are read at an instant.
 */
export type { Budget, ClockEvent, Promised } from "./clock-event.ts";
export { escalationsOf, stepName } from "./escalation.ts";
export { type Clock, readClock } from "./sla.ts";
export { type TargetCourse, targetsOf } from "./target-course.ts";
export { advance, replay, type TicketCourse } from "./ticket-course.ts";
