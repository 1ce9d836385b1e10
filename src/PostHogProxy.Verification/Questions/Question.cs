namespace PostHogProxy.Verification.Questions;

/// <summary>One request to the proxy. Two that are equal are asked once.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query below the proxy's own path; with <see cref="IsOutside"/> on the host itself.</param>
internal sealed record Question(HttpMethod Method, string Target)
{
    public QuestionBody? Body { get; init; }

    /// <summary>Statuses whose meaning is the check's to judge; 200 always is.</summary>
    public IReadOnlyList<int> Judged { get; init; } = [];

    /// <summary>Whether every answer, and none, is the check's to judge.</summary>
    public bool JudgesAll { get; init; }

    /// <summary>The origin of the page that asks; null for a question that names none.</summary>
    public Uri? Origin { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Whether the proxy's path does not stand before the target.</summary>
    public bool IsOutside { get; init; }

    /// <summary>How the target stands in a report, where it has a token in it.</summary>
    public string? Shown { get; init; }

    /// <summary>The path without its query, for a report.</summary>
    public string Path => (Shown ?? Target).Split('?')[0];

    public override string ToString() => $"{Method} {Shown ?? Target}";
}

/// <summary>What is sent with a question.</summary>
/// <param name="ContentType">As a browser would name it.</param>
/// <param name="Bytes">The body; empty where only its length is announced.</param>
internal sealed record QuestionBody(string ContentType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A length that is announced; the body is never sent, whatever the answer.</summary>
    public long? DeclaredOnly { get; init; }

    public long Length => DeclaredOnly ?? Bytes.Length;

    /// <summary>Whether an answer is waited for before the body is sent: a refusal is then read instead of a broken connection.</summary>
    public bool IsLarge => Length > 1024 * 1024;
}
