using PostHogProxy.Verification.Obstacles;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification;

/// <summary>One run over one proxy: what its checks share. A question is put once; who asks it again gets the same answer.</summary>
internal sealed class Inspection(VerifyTarget target, ProxyConnection proxy, INameRecords names, HttpMessageInvoker postHog, TimeProvider clock)
{
    private readonly List<Reply> _heard = [];

    public VerifyTarget Target { get; } = target;

    public ProxyQuestions Questions { get; } = new(target);

    public ObstacleLog Obstacles { get; } = new(target.Url.Authority);

    public INameRecords Names { get; } = names;

    /// <summary>A way to PostHog itself, past the proxy.</summary>
    public HttpMessageInvoker PostHog { get; } = postHog;

    public TimeProvider Clock { get; } = clock;

    public ShownCertificate? Certificate => proxy.Certificate;

    /// <summary>All that the proxy has answered so far.</summary>
    public IEnumerable<Reply> Heard => _heard.Where(reply => !reply.Question.IsOutside && reply.Status >= 200);

    /// <summary>Whether the host gives no answer to anything.</summary>
    public bool IsDead { get; set; }

    public async Task<Reply> AskAsync(Question question, CancellationToken cancellationToken)
    {
        if (_heard.Find(reply => reply.Question == question) is { } known)
        {
            return known;
        }

        var reply = await proxy.AskAsync(question, cancellationToken).ConfigureAwait(false);
        var asked = new Uri(Target.Url.GetLeftPart(UriPartial.Authority) + Target.Prefix + question.Target);
        if (ObstacleSigns.Of(asked, reply) is { } obstacle)
        {
            reply = reply with { Obstacle = obstacle };
            Obstacles.Note(question, obstacle);
        }

        _heard.Add(reply);
        return reply;
    }

    /// <summary>The same question again, for its time; nothing of it is remembered.</summary>
    public Task<Reply> RepeatAsync(Question question, CancellationToken cancellationToken) => proxy.AskAsync(question, cancellationToken);
}
