using PostHogProxy.Rules.Aliases;
using PostHogProxy.Verification.Obstacles;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>One run over one proxy: what its checks share. A question is put once; who asks it again gets the same answer.</summary>
internal sealed class Inspection(VerifyTarget target, ProxyConnection proxy, INameRecords names, HttpMessageInvoker postHog, TimeProvider clock)
{
    private readonly List<Reply> _heard = [];

    // In a whole run, so that no server makes it endless.
    private TimeSpan _patience = TimeSpan.FromMinutes(2);

    public VerifyTarget Target { get; } = target;

    public ProxyQuestions Questions { get; } = new(target);

    public ObstacleLog Obstacles { get; } = new(target.Url.Authority);

    public INameRecords Names { get; } = names;

    /// <summary>A way to PostHog itself, past the proxy.</summary>
    public HttpMessageInvoker PostHog { get; } = postHog;

    public TimeProvider Clock { get; } = clock;

    public ShownCertificate? Certificate => proxy.Certificate;

    /// <summary>Under which names PostHog's paths are asked for; null for their own.</summary>
    public PathAliases? Aliases
    {
        get => proxy.Aliases;
        set => proxy.Aliases = value;
    }

    /// <summary>All that the proxy has answered so far.</summary>
    public IEnumerable<Reply> Heard => _heard.Where(reply => !reply.Question.IsOutside && reply.Status >= 200);

    /// <summary>Whether the proxy itself answered all that every page asks first, and said so.</summary>
    public bool IsUnanswered => Questions.Basic.All(question =>
        _heard.Exists(reply => reply.Question == question && reply.Obstacle is { Kind: ObstacleKind.Off or ObstacleKind.AliasesOnly }));

    /// <summary>Whether the host gives no answer to anything.</summary>
    public bool IsDead { get; set; }

    public async Task<Reply> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (_heard.Find(reply => reply.Question == question) is { } known)
        {
            return known;
        }

        var reply = await JudgedAsync(question, cancellationToken).ConfigureAwait(false);
        Note(reply);
        _heard.Add(reply);
        return reply;
    }

    /// <summary>The same question again, for its time; its answer is not remembered.</summary>
    public async Task<Reply> RepeatAsync(Question question, CancellationToken cancellationToken)
    {
        var reply = await JudgedAsync(question, cancellationToken).ConfigureAwait(false);
        if (question.JudgesAll)
        {
            // It is asked nowhere else, so what the proxy says of itself is noted here.
            Note(reply);
        }

        return reply;
    }

    private async Task<Reply> JudgedAsync(Question question, CancellationToken cancellationToken)
    {
        var reply = await PatientlyAsync(question, cancellationToken).ConfigureAwait(false);
        return question.IsOutside ? reply : reply with { Obstacle = ObstacleSigns.Of(proxy.AddressOf(question), Target.Prefix, reply) };
    }

    private void Note(Reply reply)
    {
        if (reply.Obstacle is { } obstacle)
        {
            Obstacles.Note(reply.Question, obstacle);
        }
    }

    // A rate limiter that names a time lets the client come again, and posthog-js does. A run asks more at once than a visitor.
    private async Task<Reply> PatientlyAsync(Question question, CancellationToken cancellationToken)
    {
        var reply = await proxy.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (reply.Status is not (429 or 503) || reply.RetryAfter is not { } wait || wait > _patience)
        {
            return reply;
        }

        _patience -= wait;
        await Task.Delay(wait, Clock, cancellationToken).ConfigureAwait(false);
        return await proxy.AskAsync(question, cancellationToken).ConfigureAwait(false);
    }
}
