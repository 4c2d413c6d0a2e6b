"""The files of a new overlay, with `@value@` where a value goes; `content.pack.upkeep.new_overlay` fills them in.

A line that begins with `#` and no space is an example. The pack passes the check with all of them in use.
"""

HOW = """\
# A line that begins with "# " explains. A line that begins with # and no space is an example:
# to use it, delete the # and change the words. After each change run: fourfold pack check DIR
"""

PACK = (
    """\
# Your pack: who owns it, and which version it is. What it does not say is as in the national pack.
"""
    + HOW
    + """
# The national pack below yours, and its version when you last went through its changes.
base = "national"
base_version = @base_version@

# Names the pack in records: small letters, digits and hyphens. Do not change it later.
id = @id@
# Stands before the source of everything that you add or change.
short_name = @short_name@
name = @name@

# Give it a new version and a new date, and add a line to the changelog, whenever you publish a change.
version = @version@
date = @date@
changelog = [
    @first@,
]

# Who answers for the pack, and the day by which they look through it again.
owner = @owner@
review_by = @review_by@

# Minutes without a key after which the screen locks.
#idle_minutes = 10

# The days to the next review at one level: "standard", "medium" or "high".
#[[levels]]
#id = "standard"
#review_days = 56

# A reason to reassess that only you have.
#[[triggers]]
#id = "housing-moved"
#name = "Housing has moved the person or the suspect"
"""
)

CONTACTS = (
    """\
# Who can help in your area. Telephone numbers and e-mail addresses stand in this file and in no other.
"""
    + HOW
    + """
# The entries below are the services that the national pack cannot name. For each of them:
# 1. Ring the service. Ask for the name, the numbers, the hours and who may use it.
# 2. Write them down here, and delete the line to_fill.
# 3. If somebody rang and all of it is right, write status = "verified" and last_verified = the day of the call.
#    Otherwise leave it "unverified", and say in status_note what is not known.
# An entry that you leave as it is stays in use: staff are told that the service is not named.

@contacts@
# A service that the national pack does not have.
#[[contacts]]
#id = "advice-session"
#after = "local-support"
#name = "Advice session at the library"
#what_for = "Advice face to face."
#who = "The person; go with them if the session is not confirmed"
#address = "Central Library, High Street"
#hours = [{ days = ["Wed"], opens = 12:30:00, closes = 15:00:00 }]
#status = "unverified"
#status_note = "Nobody has confirmed the session."
#source = "practice.editors"
#review_by = @contact_review_by@
#owner = @owner@
"""
)

CONTACT = """\
[[contacts]]
id = @contact_id@
name = @name@
what_for = @what_for@
who = @who@
to_fill = true
status = "unverified"
status_note = "Not named yet. Ask your lead, or the council's switchboard."
#phones = [{ number = "020 7946 0000", note = "Ask for the duty worker." }]
#email = "team@example.gov.uk"
# Only if your information governance lead has confirmed that personal details may be sent to this address:
#email_secure = true
#website = "example.gov.uk"
hours_note = @hours_note@
#hours = [{ days = ["Mon", "Tue", "Wed", "Thu", "Fri"], opens = 09:00:00, closes = 17:00:00 }]
# What it does on a bank holiday: "closed", "open" or "not known".
#bank_holidays = "closed"
# Days on which it is closed besides, the first and the last one.
#closed = [{ from = 2026-12-24, to = 2027-01-03, why = "Christmas break" }]
# Where the details come from: an id in sources.toml. If you rang, name your calls there, and write "local.call" here.
source = @source@
# The day by which somebody rings again.
review_by = @contact_review_by@
owner = @owner@
"""

SOURCES = (
    """\
# Where your own words come from. Each point, question, prompt and contact that you add names one of these ids.
# The ids of the national pack can be used too: "practice.editors" is general knowledge, and is shown as unverified.
"""
    + HOW
    + """
# body: who published it. sure: "high" if you read the official text, "medium" for a good summary, "low" for what is
# old or from elsewhere, "unverified" if there is no document. Without a year a source counts as unverified.
#[sources."local.procedure"]
#body = @owner@
#document = "Safeguarding procedure"
#year = 2026
#address = "https://www.example.gov.uk/safeguarding"
#read_on = @date@
#review_by = @review_by@
#sure = "high"

# Your own telephone calls to the services, for contacts that somebody rang.
#[sources."local.call"]
#body = @owner@
#document = "Telephone calls to the services"
#year = 2026
#review_by = @contact_review_by@
#sure = "high"
"""
)

GUIDE = (
    """\
# What you add to the guide, change in it or withdraw from it.
"""
    + HOW
    + """
# A point of your own. `id` of the topic: what-it-is, victim, suspect, risk, digital, support or further.
# `kind`: "fact", "do", "do-not", "ask" or "contact". `after`: the id of the point behind which it is placed.
#[[topics]]
#id = "support"
#
#[[topics.points]]
#id = "local-panel"
#after = "marac"
#kind = "do"
#contact = "other-panel"
#text = "High risk without a partner, ex-partner or family member: bring it to {contact.name}."
#source = "local.procedure"
#caution = "Ask the panel first whether it takes the case."

# A point of the national pack that does not fit your area, and why. What the briefing says and the safety core stay.
#[[withdrawn]]
#id = "asb"
#reason = "Our anti-social behaviour team is reached through the duty worker."
"""
)

PROMPTS = (
    """\
# What you say in the prompts of the national pack, or add to them. Those of the safety core stay as they are.
"""
    + HOW
    + """
# Other words for a prompt: its id, the new words and where they come from. When it speaks stays as it is.
#[[prompts]]
#id = "safeguarding-missing"
#says = "Ask what the person needs at home, at work, on the way and online, and tell your duty manager today."
#source = "local.procedure"

# A prompt of your own. `urgency`: "now", "before they leave" or "plan".
#[[prompts]]
#id = "local-fear"
#when = { all = [{ question = "victim.fear", is = "yes" }] }
#urgency = "plan"
#says = "Ask {local-support.name} for a place on the safety planning course."
#source = "local.procedure"

# A prompt that does not fit your area, and why.
#[[withdrawn]]
#id = "dispute-route-not-asked"
#reason = "Disputes go to one desk here, which the duty worker tells."
"""
)

CHECKLIST = (
    """\
# What you say in the questions of the national pack, or add to them.
"""
    + HOW
    + """
# If you change a question, use these two lines too, and count the edition up each time: staff are then shown
# which questions are new or reworded.
#id = @checklist_id@
#edition = @edition@

# Other words for why a question is asked. `id` of the section: start, happening, suspect, victim, risk, digital,
# support or judgement.
#[[sections]]
#id = "support"
#
#[[sections.questions]]
#id = "support.panel"
#why = "Our panel meets every month. Its coordinator says on the telephone whether it takes a case."
#source = "local.procedure"

# A question that you do not ask, and why. Its answers in earlier assessments stay.
#[[withdrawn]]
#id = "happening.police-officer"
#reason = "The officer is in the police reference here."
"""
)

FILES = {
    "pack.toml": PACK,
    "contacts.toml": CONTACTS,
    "sources.toml": SOURCES,
    "guide.toml": GUIDE,
    "checklist.toml": CHECKLIST,
    "prompts.toml": PROMPTS,
}
"""The template of each file, by file name."""
