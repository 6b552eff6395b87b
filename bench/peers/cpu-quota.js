// Holds a process to a part of a core, so that several nodes find cores enough on a small machine. Source: the CPU controllers of
// Linux's control groups, both versions, as its documentation describes them.

import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** For what span a quota holds, in microseconds: short, so that nobody waits long for the rest of it. */
const PERIOD_US = 5_000;
let made = 0;

/**
 * Holds a process, all threads, to so much CPU time. Answers what takes the limit away once the process has ended.
 *
 * @param {number} pid
 * @param {number} cores above 0; may be a fraction
 * @param {string} [root] where control groups are
 * @returns {() => void}
 * @throws Error in words where this user may not, or the system has no such limits
 */
export function holdToCores(pid, cores, root = "/sys/fs/cgroup") {
  assertMayHold(root);
  const unified = isVersionTwo(root);
  const parent = parentIn(root);
  const group = join(parent, `chat-bench-${process.pid}-${made++}`);
  const quota = String(Math.round(cores * PERIOD_US));
  if (unified) writeFileSync(join(parent, "cgroup.subtree_control"), "+cpu");
  mkdirSync(group);
  if (unified) {
    writeFileSync(join(group, "cpu.max"), `${quota} ${PERIOD_US}`);
  } else {
    writeFileSync(join(group, "cpu.cfs_period_us"), String(PERIOD_US));
    writeFileSync(join(group, "cpu.cfs_quota_us"), quota);
  }
  writeFileSync(join(group, "cgroup.procs"), String(pid));
  return () => rmdirSync(group);
}

/**
 * To be asked before anything is started that is to be held.
 *
 * @param {string} [root] where control groups are
 * @throws Error in words where this user may not, or the system has no such limits
 */
export function assertMayHold(root = "/sys/fs/cgroup") {
  try {
    accessSync(parentIn(root), constants.W_OK);
  } catch {
    throw new Error("only root may limit the CPU time of a process, with control groups");
  }
}

/** @param {string} root */
function isVersionTwo(root) {
  return existsSync(join(root, "cgroup.controllers"));
}

/** The folder for new groups. @param {string} root */
function parentIn(root) {
  return isVersionTwo(root) ? root : join(root, "cpu");
}
