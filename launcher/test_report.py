"""Counts the tests of Maven's reports, tier by tier; names what failed and what was skipped.

    test_report.py HOME [--only] TIER...

The last line is the sum. Ends with 1 if a test failed, or if a tier ran no test at all (unless --only left it out).
"""

import glob
import os
import sys
import xml.etree.ElementTree as ElementTree


class Tier:
    """What the reports of one tier say."""

    def __init__(self, home, name):
        self.name = name
        self.classes = 0
        self.run = 0
        self.seconds = 0.0
        self.failed = []
        self.skipped = []
        self.again = []
        pattern = os.path.join(home, "*", "target", "surefire-reports", name, "TEST-*.xml")
        for report in sorted(glob.glob(pattern)):
            self.add(ElementTree.parse(report).getroot())

    def add(self, suite):
        cases = suite.findall("testcase")
        self.classes += 1 if cases else 0
        self.seconds += float(suite.get("time", "0").replace(",", ""))
        for case in cases:
            self.run += 1
            name = "{}.{}".format(case.get("classname", "?").rpartition(".")[2], case.get("name", "?"))
            fault = case.find("failure")
            if fault is None:
                fault = case.find("error")
            skip = case.find("skipped")
            once = case.find("flakyFailure")
            if once is None:
                once = case.find("flakyError")
            if fault is not None:
                self.failed.append((name, in_one_line(fault.get("message") or fault.get("type") or fault.text)))
            elif skip is not None:
                self.skipped.append((name, in_one_line(skip.get("message") or skip.text)))
            elif once is not None:
                self.again.append((name, in_one_line(once.get("message") or once.get("type") or once.text)))

    def passed(self):
        return self.run - len(self.failed) - len(self.skipped)

    def line(self):
        return "{:5} {:5} tests in {:3} classes: {} passed, {} failed, {} skipped ({:.0f} s)".format(
            self.name, self.run, self.classes, self.passed(), len(self.failed), len(self.skipped), self.seconds)


def in_one_line(text):
    return " ".join((text or "no message").split())[:240]


def main(arguments):
    home, names = arguments[0], [name for name in arguments[1:] if name != "--only"]
    chosen = "--only" in arguments
    tiers = [Tier(home, name) for name in names]
    for tier in tiers:
        for name, message in tier.failed:
            print("FAILED  {} {}: {}".format(tier.name, name, message))
        for name, message in tier.again:
            print("AGAIN   {} {} failed once, then passed: {}".format(tier.name, name, message))
        for name, message in tier.skipped:
            print("SKIPPED {} {}: {}".format(tier.name, name, message))
    empty = [tier.name for tier in tiers if tier.run == 0]
    if len(empty) == len(tiers) or (empty and not chosen):
        print("NO_TESTS: no test ran in tier {}.".format(", ".join(empty)))
    print()
    for tier in tiers:
        print(tier.line())
    failed = sum(len(tier.failed) for tier in tiers)
    print("{} passed, {} failed, {} skipped".format(
        sum(tier.passed() for tier in tiers), failed, sum(len(tier.skipped) for tier in tiers)))
    return 1 if failed or len(empty) == len(tiers) or (empty and not chosen) else 0


sys.exit(main(sys.argv[1:]))
