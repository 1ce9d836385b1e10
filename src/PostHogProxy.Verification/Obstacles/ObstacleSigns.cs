using System.Globalization;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Obstacles;

/// <summary>Tells from an answer whether it is PostHog's, and if not, what stood in the way.</summary>
internal static class ObstacleSigns
{
    /// <param name="asked">The full URL.</param>
    /// <param name="prefix">The proxy's own path; empty where it has a host of its own.</param>
    /// <param name="reply">The answer.</param>
    public static Obstacle? Of(Uri asked, string prefix, Reply reply)
    {
        if (OfOwnWord(reply) is { } said)
        {
            return said;
        }

        if (reply.Question.JudgesAll)
        {
            return null;
        }

        if (reply.Failure != ProbeFailure.None)
        {
            return new(ObstacleKind.NoAnswer, reply.ToString());
        }

        if (reply.Status is >= 300 and < 400 and not 304)
        {
            return OfRedirect(asked, prefix, reply);
        }

        if (LoginSigns.Of(asked, reply) is { } product)
        {
            return new(ObstacleKind.Login, product);
        }

        return IsJudgedElsewhere(reply) ? null : OfStatus(reply);
    }

    // A page is never an answer of PostHog's to a client, under whatever status, save a refusal that the size check reads itself.
    private static bool IsJudgedElsewhere(Reply reply) => reply.Question.Judged.Contains(reply.Status) && (!reply.IsPage || reply.Status == 413);

    private static Obstacle? OfOwnWord(Reply reply) => reply.Header(OwnAnswer.Header) switch
    {
        OwnAnswer.Off => new(ObstacleKind.Off, Shown(reply)),
        OwnAnswer.AliasesOnly => new(ObstacleKind.AliasesOnly, Shown(reply)),
        _ => null,
    };

    private static Obstacle OfRedirect(Uri asked, string prefix, Reply reply)
    {
        if (reply.Header("Location") is not { } written || !Uri.TryCreate(asked, written, out var target))
        {
            return new(ObstacleKind.Redirect, $"{reply.Status} without a target");
        }

        var shown = $"{reply.Status} to {target.GetLeftPart(UriPartial.Path)}";
        if (PostHogHost.Of(target.Host).Kind != HostKind.Foreign || PostHogLogin.IsOf(reply, target))
        {
            return PostHogLogin.PathSeen(target) is not { } seen ? new(ObstacleKind.PostHogApp, shown)
                : new(PostHogLogin.IsBelow(seen, prefix) ? ObstacleKind.PrefixKept : ObstacleKind.PostHogApp, $"{shown}, which saw {seen}");
        }

        if (LoginSigns.Of(asked, reply) is { } product)
        {
            return new(ObstacleKind.Login, product);
        }

        var samePath = asked.AbsolutePath == target.AbsolutePath;
        var sameHost = asked.Host.Equals(target.Host, StringComparison.OrdinalIgnoreCase);
        return sameHost && samePath && asked.Scheme == "http" && target.Scheme == "https" ? new(ObstacleKind.Https, shown)
            : sameHost && !samePath && asked.AbsolutePath.Trim('/') == target.AbsolutePath.Trim('/') ? new(ObstacleKind.Slash, shown)
            : new(ObstacleKind.Redirect, shown);
    }

    private static Obstacle? OfStatus(Reply reply)
    {
        var isOfPostHog = PostHogShape.IsRefusal(reply);
        var isAsset = reply.Question.Target.StartsWith("/static/", StringComparison.Ordinal) || reply.Question.Target.StartsWith("/array/", StringComparison.Ordinal);
        return reply.Status switch
        {
            >= 200 and < 300 => reply.IsPage ? new(ObstacleKind.Page, Shown(reply)) : null,
            404 or 405 => new(ObstacleKind.NotForwarded, Shown(reply)),
            421 => new(ObstacleKind.WrongHost, Shown(reply)),
            401 when isOfPostHog => new(ObstacleKind.WrongHost, Shown(reply)),
            502 or 503 or 504 or (>= 520 and <= 530) => new(ObstacleKind.Gateway, Shown(reply)),
            403 when isAsset && !reply.IsPage => new(ObstacleKind.AssetsRefused, Shown(reply)),
            _ => new(ObstacleKind.Refused, Shown(reply)),
        };
    }

    private static string Shown(Reply reply)
    {
        var status = reply.Status.ToString(CultureInfo.InvariantCulture);
        return reply.IsPage ? $"{status} with an HTML page" : status;
    }
}
