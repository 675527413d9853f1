"""What the settings say about the Slack workspace where the staff are."""

from bots.settings import Settings
from bots.slack.access import ByHttp, BySocket, SlackAccess
from handoff.queues import Queue


def slack_access(settings: Settings) -> SlackAccess:
    ours = settings.slack
    way: BySocket | ByHttp = BySocket(ours.app_token.get_secret_value())
    if ours.mode == "http":
        way = ByHttp(ours.signing_secret.get_secret_value())
    return SlackAccess(
        bot_token=ours.bot_token.get_secret_value(),
        channel=ours.support_channel,
        way=way,
        api_root=ours.api_root,
        per_channel_per_second=ours.per_channel_per_second,
        trust_channel=ours.trust_channel,
        zone=settings.hours.zone,
        presence_seconds=ours.presence_seconds,
        agents_group=ours.agents_group,
        supervisors=ours.supervisors,
        away_statuses=ours.away_statuses,
        languages=settings.languages.chat,
        chats_at_once=settings.offers.chats_at_once,
        queues=tuple(Queue(each.name, each.channel, each.languages, each.topics) for each in ours.queues),
        fallback_channel=ours.fallback_channel,
        alerts_channel=settings.alerts.channel or ours.trust_channel or ours.support_channel,
    )
