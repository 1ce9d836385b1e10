using CsCheck;
using PostHogProxy.Pomerium.Tests.Differential.Generation;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>
/// What check and explain say of generated configurations, against a model of Pomerium's loading and matching that was written from its
/// source for these tests alone. The generator makes values, the model judges the values, a writer spells them as YAML, and the product
/// reads the text. A difference is shrunk, and its seed is printed.
/// </summary>
public sealed class DifferentialTests
{
    [Fact]
    public void Check_and_explain_agree_with_a_model_of_Pomeriums_source() => Compare(2_000);

    [Fact(Explicit = true)]
    public void Check_and_explain_agree_with_a_model_of_Pomeriums_source_on_twenty_thousand_files() => Compare(20_000);

    private static void Compare(long files) => Files.WithRequests.Sample(
        generated =>
        {
            var difference = Difference.Of(generated.File, generated.Style, generated.Requests);
            Assert.True(difference is null, difference);
        },
        iter: files,
        print: generated => YamlWriter.Write(generated.File, generated.Style));
}
