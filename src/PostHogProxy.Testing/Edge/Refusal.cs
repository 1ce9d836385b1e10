namespace PostHogProxy.Testing.Edge;

/// <summary>A request that gets no further. <see cref="Exception.Message"/> is the journal's outcome and the answer's detail.</summary>
internal sealed class Refusal : Exception
{
    public Refusal(int status, string code, string why)
        : base(why)
    {
        Status = status;
        Code = code;
    }

    public int Status { get; }

    public string Code { get; }
}
