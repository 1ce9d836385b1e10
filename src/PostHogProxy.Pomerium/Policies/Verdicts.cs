namespace PostHogProxy.Pomerium.Policies;

/// <summary>The reasons Pomerium's answer depends on (P:authorize/check_response.go); all others change nothing.</summary>
[Flags]
internal enum Reasons
{
    None = 0,

    /// <summary>There is no session: the visitor is sent to sign in, even where the rule as a whole would allow.</summary>
    Unauthenticated = 1,

    /// <summary>A client certificate is wanted.</summary>
    Certificate = 2,
}

/// <summary>
/// Every verdict that is possible for a term: true or false, each with the reasons that decided it. One alone where all is known; a
/// source address, for one, is not. Eight verdicts at most, so a set is a byte and joining terms costs next to nothing.
/// </summary>
internal readonly record struct Verdicts(byte Mask)
{
    private const int Count = 8;

    public static readonly Verdicts Unknown = new((byte)(Of(true).Mask | Of(false).Mask));

    public static Verdicts Of(bool value, Reasons reasons = Reasons.None) => new((byte)(1 << Index(value, reasons)));

    /// <summary>The value turned round; the reasons stay (P:pkg/policy/rules/rules.go, invert_criterion_result).</summary>
    public Verdicts Inverted() => Map((value, reasons) => Of(!value, reasons));

    /// <summary>A true term keeps the reasons of the true ones, two false terms keep both.</summary>
    public Verdicts Or(Verdicts other) => Join(other, decisive: true);

    /// <summary>A false term keeps the reasons of the false ones, two true terms keep both.</summary>
    public Verdicts And(Verdicts other) => Join(other, decisive: false);

    public IEnumerable<(bool Value, Reasons Reasons)> Each()
    {
        for (var i = 0; i < Count; i++)
        {
            if ((Mask & (1 << i)) != 0)
            {
                yield return (i >= Count / 2, (Reasons)(i % (Count / 2)));
            }
        }
    }

    private static int Index(bool value, Reasons reasons) => (value ? Count / 2 : 0) + (int)reasons;

    private Verdicts Join(Verdicts other, bool decisive) => Map((value, reasons) => other.Map((second, more) =>
        value == second ? Of(value, reasons | more) : Of(decisive, value == decisive ? reasons : more)));

    private Verdicts Map(Func<bool, Reasons, Verdicts> result)
    {
        var mask = 0;
        foreach (var (value, reasons) in Each())
        {
            mask |= result(value, reasons).Mask;
        }

        return new((byte)mask);
    }
}
